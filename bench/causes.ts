const nodeHttp =
  'A forwarded request goes through HTTP in Node twice. In a CPU profile at 50 connections, writing to sockets, Node’s HTTP and streams, and undici take six tenths of a GET, the kernel one tenth, the panel’s own code (sign-in, rules, counters) one tenth.';
const regionList =
  'The answer has 7.5 kB. In a CPU profile writing it to the socket takes half of a request, reading the model and putting the list together a tenth.';
const npm = 'npm itself takes about 0.3 s before the first line of ours runs.';

/** Why an aim was missed, by measurement and the beginning of the figure's name; shown beside the miss. */
export const causes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  proxy: {
    'GET details, added at the median, panel server': nodeHttp,
    'PUT session persistence, added at the median, panel server': `${nodeHttp} For a PUT SQLite takes a quarter more, and its commit is waited for before anything is forwarded.`,
    'GET details, panel server against': nodeHttp,
  },
  region: {
    '25 load balancers, list of 25': regionList,
    '5,000 load balancers, list of 25': regionList,
  },
  start: {
    'npm start to /healthz': npm,
  },
};
