const nodeHttp =
  'A forwarded request goes through HTTP in Node twice. In a CPU profile at 50 connections, writing to sockets, Node’s HTTP and streams, and undici take six tenths of a GET, the kernel one tenth, the panel’s own code (sign-in, rules, counters) one tenth.';
const twoSockets =
  'One more process on the way costs two more writes to sockets of about 0.2 ms each on this machine: nginx itself adds 0.44 ms to the GET in the same run.';
const features =
  'The region’s configuration looks the kind of persistence up in a map and adds three X-Forwarded headers, which the minimal one does not: 7 to 12 % more processor time for a request. Runs of the same build gave 0.91 to 1.01, so the machine’s noise is as large as the difference.';
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
    'SOURCE_IP: requests a second': features,
    HTTP_COOKIE: features,
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
