import type { Shown } from './fault-table.ts';

/** Every attack, what is to hold under it, and the tests that show it. */
export interface Attack {
  readonly attack: string;
  readonly holds: string;
  readonly shown: readonly Shown[];
}

const panel = (title: string): Shown => ({ file: 'server/panel.test.ts', title });
const forward = (title: string): Shown => ({ file: 'server/routes/forward.test.ts', title });
const session = (title: string): Shown => ({ file: 'server/routes/session.test.ts', title });
const listen = (title: string): Shown => ({ file: 'server/node/listen.test.ts', title });
const upstream = (title: string): Shown => ({ file: 'server/node/upstream.test.ts', title });
const region = (title: string): Shown => ({ file: 'region/http.test.ts', title });
const browser = (title: string): Shown => ({ file: 'e2e/attack.e2e.ts', title });
const hostile = (title: string): Shown => ({ file: 'server/node/hostile-requests.test.ts', title });
const text = (title: string): Shown => ({ file: 'server/routes/text.test.ts', title });
const bounded = (title: string): Shown => ({ file: 'server/store/bounds.test.ts', title });
const retention = (title: string): Shown => ({ file: 'server/retention.test.ts', title });
const preview = (title: string): Shown => ({ file: 'server/routes/page-preview.test.ts', title });
const fuzz: Shown = { file: 'server/fuzz/fuzz.test.ts', title: 'requests that nobody would send' };

export const attacks: readonly Attack[] = [
  {
    attack:
      'Path tricks: `..`, encoded slashes and dots, double encoding, absolute URLs, other accounts’ ids, CR/LF, null bytes',
    holds: 'No request leaves for an address outside the user’s own endpoint.',
    shown: [
      forward('only ever asks for addresses below the user’s own endpoint'),
      listen('/api/ORD/loadbalancers/../../../etc/passwd'),
      panel('goes by the path as it was sent'),
      { file: 'server/node/static-files.test.ts', title: 'are only those that lie in the folder' },
      {
        file: 'contract/clb/match.test.ts',
        title: 'no text makes it throw, and what it finds is the path in plain form',
      },
    ],
  },
  {
    attack: 'Another account’s load balancers, history, calls',
    holds: 'Nothing of another account is ever answered.',
    shown: [
      region('an account sees nothing of another'),
      { file: 'server/routes/history.test.ts', title: 'belongs to the account: nobody else sees or judges it' },
      { file: 'server/routes/explorer-data.test.ts', title: 'are the user’s own' },
    ],
  },
  {
    attack: 'Header smuggling: two lengths, length and chunks, strange encodings, spaces, bare line feeds, pipelining',
    holds: 'Refused with 400, or taken apart correctly.',
    shown: [listen('refuses a request with %s'), listen('takes two requests on one connection apart')],
  },
  {
    attack: 'Requests that cannot be read: odd Hosts, targets, methods, headers, cookies, bodies, pipelined rubbish',
    holds: 'Refused or dropped; the process and everybody else’s requests go on.',
    shown: [
      hostile('%s ends nothing, and shows no figures'),
      hostile('target %s'),
      hostile('headers %s'),
      hostile('a body with %s'),
      hostile('pipelined: %s'),
      { file: 'region/http-server.test.ts', title: 'nothing that a client sends ends the region' },
      { file: 'server/node/ending.test.ts', title: 'after %s that nothing caught, answers what is under way' },
    ],
  },
  {
    attack: 'Host header, DNS rebinding',
    holds:
      'Only the public address, or this machine’s own names and addresses, are answered; figures under a bare address, too.',
    shown: [
      panel('takes only the public address where there is one'),
      panel('gives metrics under the Host of %s'),
      listen('http://evil.example/session'),
    ],
  },
  {
    attack: 'Oversized bodies, queries, headers, answers, cookies',
    holds: 'Refused in words; nothing is forwarded.',
    shown: [
      forward('refuses bodies and queries that are too large'),
      listen('refuses headers that are too large in words'),
      upstream('takes no more than the limit, announced or not'),
      region('a body of a megabyte and more is refused'),
      { file: 'server/sessions/sealed-cookie.test.ts', title: 'fits into 4 kB with seven regions and a long token' },
    ],
  },
  {
    attack: 'Slow clients and slow services',
    holds: 'Nobody else waits; deadlines end them (waited for in `npm run soak`).',
    shown: [
      { file: 'server/fuzz/slow-clients.test.ts', title: 'clients that drip their requests keep nobody else waiting' },
      upstream('gives up on a service that accepts and says nothing, or that drips'),
      upstream('stops when nobody waits any more'),
      upstream('has a quarter of the connections'),
      upstream('gets its share back however its requests end'),
      { file: 'contract/clb/fault.test.ts', title: 'a body made to be slow to read is read at once' },
      { file: 'server/node/ending.test.ts', title: 'stops within the time that systemd allows, though a write hangs' },
    ],
  },
  {
    attack: 'Method override, unknown methods',
    holds: 'The method of the request line counts, and only the contract’s four.',
    shown: [forward('is no method of the API'), fuzz],
  },
  {
    attack: 'Prototype keys, deep JSON, duplicate keys',
    holds: 'Unknown properties like any other; never a failure, never a changed prototype.',
    shown: [
      region('keys that JavaScript has on every object are just unknown properties'),
      {
        file: 'server/fuzz/json.test.ts',
        title: 'prototype keys, deep nesting and duplicate keys are refused or passed on byte for byte',
      },
      fuzz,
    ],
  },
  {
    attack: 'Cross-site writes and reads',
    holds: '`Origin` and `Sec-Fetch-Site` are asked of every write; no data is shown to another site.',
    shown: [
      panel('checks the origin of every write, wherever it goes'),
      panel('with an https PUBLIC_URL, a write with the Origin %j'),
      panel('shows data to no other site'),
      session('takes JSON only, so that no form of another site can sign anyone in'),
      browser('another site’s page can neither frame the panel nor read or write through it'),
    ],
  },
  {
    attack: 'Framing, MIME sniffing',
    holds: '`frame-ancestors none` and `nosniff` on every answer.',
    shown: [
      browser('another site’s page can neither frame the panel nor read or write through it'),
      { file: 'server/panel.test.ts', title: 'every answer' },
    ],
  },
  {
    attack: 'Open redirect after sign-in',
    holds: 'The page leads nowhere but into the panel.',
    shown: [browser('after sign-in the page leads nowhere but into the panel')],
  },
  {
    attack: 'Cached pages after sign-out, replayed cookies',
    holds: 'Data answers are not stored; a copy of the cookie is worth nothing.',
    shown: [
      panel('is not kept by the browser unless it is a file'),
      session('revokes the token, clears the cookie and makes a copy of it worthless'),
      session('is over for a copy on another server that shares secrets and store'),
      { file: 'e2e/faults.e2e.ts', title: 'a cookie replayed after sign-out signs nobody in, and Back shows no data' },
    ],
  },
  {
    attack: 'Stored XSS: script in names and fault messages',
    holds:
      'Shown as text in Chromium; the policy is never even asked, and stops a script that is injected all the same.',
    shown: [
      browser('script in names, addresses and fault messages is shown as text'),
      browser('the policy stops a script that got into the page all the same'),
      panel('have a nonce of their own, in page and policy alike'),
      { file: 'src/pages/load-balancer/LoadBalancerPage.test.tsx', title: 'markup in a name is text' },
    ],
  },
  {
    attack: 'Formulas in exported files',
    holds: 'A cell never begins a formula.',
    shown: [
      { file: 'src/components/load-balancer/export.test.ts', title: 'never lets the name %s become a formula' },
      { file: 'src/api/bulk/report.test.ts', title: 'keeps %j from being a formula' },
    ],
  },
  {
    attack: 'Values that write HAProxy configuration',
    holds: 'Refused before the engine sees them.',
    shown: [
      { file: 'region/haproxy/faults.test.ts', title: 'refuses a value that would write configuration of its own' },
      { file: 'region/haproxy/parsing.test.ts', title: 'holds no syntax from a user' },
    ],
  },
  {
    attack: 'Server-side requests: catalogs, checks and redirects that lead inside',
    holds: 'Only https or loopback endpoints of the catalog, resolved addresses checked, no redirect followed.',
    shown: [
      session('does not use endpoints that lie where the catalog has no business'),
      upstream('follows no redirect'),
      upstream('are those that were checked: a public service’s catalog leads nowhere inside'),
      {
        file: 'server/providers/clb/catalog.test.ts',
        title: 'may name loopback when the identity service is there too, but never the metadata service',
      },
      { file: 'server/checks/target.test.ts', title: 'CHECK_NETWORKS opens exactly its networks' },
    ],
  },
  {
    attack: 'Targets of a stickiness check that never answer, never end or speak another protocol',
    holds:
      'Every request and check has a deadline and a limit of bytes; the account’s place is given back however it ends.',
    shown: [
      { file: 'server/checks/prober.test.ts', title: '%s ends in time and is no error of the panel' },
      {
        file: 'server/routes/checks.test.ts',
        title: 'ends by the clock when a request never does, and gives its place back',
      },
      {
        file: 'server/routes/checks.test.ts',
        title: 'takes 101 Switching Protocols for no answer and comes to its end',
      },
      { file: 'server/routes/checks.test.ts', title: 'odd details are refused in words and hold no place: %s' },
    ],
  },
  {
    attack: 'Secrets: tokens, keys, passwords, private keys, the sealing secret',
    holds: 'In no response, browser storage, log, history or feedback of a whole flow.',
    shown: [
      { file: 'e2e/secrets.e2e.ts', title: 'no token, key, password or private key in any response' },
      forward('has no private keys and no tokens in it'),
      panel('says what happened, without secrets, and hides its own failures behind a number'),
      { file: 'server/routes/explorer-data.test.ts', title: 'are kept with their answers, secrets masked' },
      {
        file: 'server/main.test.ts',
        title: 'starts, makes its secret for itself only, tells no secrets and stops when asked',
      },
    ],
  },
  {
    attack: 'Forged cookies; rotation of sealing keys',
    holds: 'Nothing but a cookie sealed with a listed secret opens; the old one opens while it is listed.',
    shown: [
      forward('that was changed, cut or made up signs nobody in'),
      {
        file: 'server/sessions/sealed-cookie.test.ts',
        title: 'outlives a change of secrets while the old one is still listed',
      },
    ],
  },
  {
    attack: 'Cookies of another panel on the same host, and of older versions',
    holds: 'Each panel has a cookie of its own, named after its port, and leaves the others alone.',
    shown: [
      { file: 'server/sessions/sealed-cookie.test.ts', title: 'has the port that browsers use in its name' },
      { file: 'server/sessions/sealed-cookie.test.ts', title: 'leaves those of a panel on another port' },
      browser('two panels on one host keep a sign-in each'),
    ],
  },
  {
    attack: 'Bending the history: another’s verdict overwritten, an account typed beside somebody’s token',
    holds:
      'A verdict is stored once, with the key that came with the change or by the server’s own reading; the token names the account.',
    shown: [
      { file: 'server/routes/history.test.ts', title: 'takes a verdict once, and only from whoever has the key' },
      { file: 'server/store/store.test.ts', title: 'takes a verdict from unknown to known, once' },
      session('refuses a sign-in whose token names no one account'),
      session('refuses a token whose account is not the one that was typed, naming both'),
    ],
  },
  {
    attack: 'Guessing keys',
    holds:
      'Wrong keys are slowed down by user and by address (an IPv6 /64 is one); an address from which the user has signed in is kept out by nobody else; no number of other attempts flushes the counters.',
    shown: [
      session('limits wrong keys per user and address, and forgets them in time'),
      session('locks nobody out by wrong keys from elsewhere'),
      session('forgets no wrong keys because of thousands of other attempts'),
      { file: 'server/sessions/sign-in-throttle.test.ts', title: 'is never kept out by others' },
      { file: 'server/store/store.test.ts', title: 'makes an address known to every server' },
    ],
  },
  {
    attack:
      'Texts that a database does not take, or takes to mean something else: NUL, other control characters, halves of characters',
    holds:
      'What the panel’s own endpoints store or ask for is refused by name; copies of bodies and answers are kept escaped; what is forwarded stays byte for byte. No answer is 500, on SQLite and PostgreSQL.',
    shown: [
      text('the history’s user is refused by its name'),
      text('takes every other text, as it is'),
      text('passes a body on byte for byte, and keeps a copy with what cannot be stored escaped'),
      text('keeps what a region refuses, whatever it answers'),
      text('keeps a call with bodies and header values of any kind'),
    ],
  },
  {
    attack: 'Filling the disk: floods of refused writes, calls with long bodies, feedback signed out',
    holds: 'Every account stays within bounds in rows and bytes; refused writes push out nothing that was carried out.',
    shown: [
      bounded('a flood of refused writes, which pushes out no other'),
      bounded('calls with long answers, in rows and bytes; lists come without bodies'),
      bounded('feedback, also what is written signed out'),
    ],
  },
  {
    attack:
      'An error page that somebody writes to attack who previews it, or a site that frames the preview or sends to it',
    holds:
      'Nothing in it runs, loads, is sent or leaves its frame; the panel alone frames it, and it alone can ask for it.',
    shown: [
      preview('gives a page back under a policy in which nothing runs, and which the panel alone may frame'),
      preview('shows nothing to who is not signed in, and nothing that another site sends'),
      browser('a page that is previewed runs nothing, and its styles show'),
    ],
  },
  {
    attack: 'A clock that is set far ahead or back',
    holds: 'No history is removed by it.',
    shown: [
      retention('removes nothing at a start with the clock 100 days ahead, however often, and says so'),
      retention('removes nothing when the clock jumps while it runs'),
      retention('removes nothing while the clock is behind'),
    ],
  },
  {
    attack: 'Random requests',
    holds: 'No 5xx of our own, no unhandled rejection, no stack trace; at least 40 % reach a handler.',
    shown: [fuzz, { file: 'region/properties.test.ts', title: 'generated requests never break the region' }],
  },
];
