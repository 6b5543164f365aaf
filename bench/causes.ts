const nodeHttp =
  'A forwarded request goes through HTTP in Node twice. Sampled by processor time at 50 connections, system calls take 20 to 24 % of a GET, undici 17 to 19 %, Node’s event loop, HTTP, streams and timers 40 %, the panel’s own code (sign-in, rules, counters) 14 to 15 %. Bare Node in this table is Node’s HTTP server and undici with nothing around them, which is the least that a panel on these two can cost.';
const twoSockets =
  'One more process on the way costs two more reads and writes and wakes on two cores that the load and the region share: see what nginx and bare Node add.';
const features =
  'Three X-Forwarded headers and the choice of the backend, which the configuration by hand lacks, take 3,600 to 4,300 instructions of a request’s 30,000 to 34,000 (callgrind), about 3 µs: X-Forwarded-For 1,270, -Port 1,000, -Proto 950, the choice 410, each left out alone. The nodes read three headers more, too.';
const regionList =
  'The answer has 7.5 kB. In a CPU profile writing it to the socket takes half of a request, reading the model and putting the list together a tenth.';
const mostlyDrawing =
  'It takes as long as the list of Cloud Load Balancers (1.06 and 1.09 s in the same hour), against a floor page that is there sooner by up to 50 ms. Half of the time goes by before the rows are known, for the app’s own code, and half for drawing them: scripts 0.3 s of it with the slowdown, styles, layout and paint the rest. Asking for the code of its API as soon as the session is known, and not when the app has begun, changed nothing that could be measured';
const npm = 'npm itself takes about 0.3 s before the first line of ours runs.';

const letters =
  'A letter that brings other rows costs 8 to 14 ms of processor time in the handler and 3 to 5 in the frame without the slowdown: taking away 20 rows and drawing 20 names 5 of them, their styles and layout 3 to 4. A letter that changes no row costs 3 to 5 and 3. Up to 17 ms of every time are the wait for the next frame.';
const frames =
  'The median frame has 33 ms and nineteen in twenty at most 50 to 67; the longest come with garbage collections. A frame of the scroll takes 7 ms of the main thread without the slowdown: scripts 2, layout 2, paint and commit 2.';
const wholeRows =
  'A frame of the scroll draws whole rows and takes 8 to 9 ms of the main thread without the slowdown: scripts 3, styles and layout 3, paint and commit 3. The longest come with garbage collections.';

/** Why an aim was missed, by measurement and the beginning of the figure's name; shown beside the miss. */
export const causes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  proxy: {
    'GET details, added at the median, panel server': `${twoSockets} ${nodeHttp}`,
    'PUT session persistence, added at the median, panel server': `${twoSockets} ${nodeHttp} A PUT is forwarded only when its row is on the disk: SQLite’s wait for it took 0.45 ms at the median between requests (strace), where the processor has been idle, and 0.25 ms in a loop that does nothing else; making and inserting the row takes 0.2 ms. Three runs of this measurement on one day gave 0.79, 0.96 and 1.18 ms.`,
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
  list: {
    'key in the search box': letters,
    'longest of': frames,
    'frames of a full': wholeRows,
    'longest frame of': wholeRows,
  },
  octavia: {
    'first 50 rows, visited before': mostlyDrawing,
    'first 50 rows, nothing cached': mostlyDrawing,
  },
  start: {
    'npm start to /healthz': npm,
  },
};
