const nodeHttp =
  'A forwarded request goes through HTTP in Node twice. In a CPU profile at 50 connections, writing to sockets, Node’s HTTP and streams, and undici take six tenths of a GET, the kernel one tenth, the panel’s own code (sign-in, rules, counters) one tenth.';
const twoSockets =
  'One more process on the way costs two more writes to sockets of about 0.2 ms each on this machine: nginx itself adds 0.44 ms to the GET in the same run.';
const features =
  'Three X-Forwarded headers and the choice of the backend, which the minimal configuration lacks, take 4,460 instructions of a request’s 30,350 (callgrind), about 3 µs: X-Forwarded-For 1,670, -Proto 1,420, -Port 1,290, the choice 380, each left out alone. The nodes read three headers more, too. Runs of the same build differ by a tenth, so the machine’s noise is larger than the difference.';
const sticking = `${features} Beside that SOURCE_IP takes 1,270, a cookie that a client brings 1,950, and a first visit under HTTP_COOKIE, whose answer gets two headers, 4,180.`;
const regionList =
  'The answer has 7.5 kB. In a CPU profile writing it to the socket takes half of a request, reading the model and putting the list together a tenth.';
const npm = 'npm itself takes about 0.3 s before the first line of ours runs.';

const settling =
  'The visitors of that run disabled what was still settling from an earlier disable, and the API says so; they wait for ACTIVE since. The same 12 failed without the panel.';
const rowStyles =
  'In a trace of the scroll the scripts take 4 ms of a frame and finding the styles of the 34 rows that come takes 11 to 26 ms without the slowdown, for 62 elements; matching selectors is under a tenth of a millisecond of it. Elements kept and filled anew would save it.';

/** Why an aim was missed, by measurement and the beginning of the figure's name; shown beside the miss. */
export const causes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  proxy: {
    'GET details, added at the median, panel server': `${twoSockets} ${nodeHttp}`,
    'PUT session persistence, added at the median, panel server': `${twoSockets} ${nodeHttp} For a PUT SQLite takes a quarter more, and its commit is waited for before anything is forwarded.`,
    'GET details, panel server against': nodeHttp,
  },
  region: {
    '25 load balancers, list of 25': regionList,
    '5,000 load balancers, list of 25': regionList,
    '25 load balancers, GET session persistence':
      'It was met in the run before and with 5,000 load balancers in this one: the load comes from the same two cores.',
  },
  traffic: {
    'persistence disabled: requests a second': features,
    'SOURCE_IP: requests a second': sticking,
    HTTP_COOKIE: sticking,
  },
  load: {
    'panel: requests that failed': settling,
    'region: requests that failed': settling,
  },
  list: { 'longest of': rowStyles },
  start: {
    'npm start to /healthz': npm,
  },
};
