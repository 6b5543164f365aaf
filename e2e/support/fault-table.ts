/**
 * Every cell of fault × action, and the test that shows it. `e2e/faults.test.ts` runs each fault under each action through the page's own
 * API layer, panel server and region; its titles are `{fault}: {action}`. What it cannot show is named here.
 */

export const actionNames = [
  'sign in',
  'list',
  'detail',
  'enable',
  'change',
  'disable',
  'bulk run',
  'undo',
  'stickiness check',
  'explorer call',
  'edit node',
  'delete',
  'create',
] as const;
export type ActionName = (typeof actionNames)[number];

/** A test by its file and the beginning of its title as it stands in the file. */
export interface Shown {
  readonly file: string;
  readonly title: string;
}

interface Row {
  /** As in e2e/support/faults.ts. */
  readonly fault: string;
  /** What shows the fault in front of a person or at a real socket, beside the cells. */
  readonly also: readonly Shown[];
  /** Why an action cannot meet the fault. */
  readonly notApplicable?: Partial<Record<ActionName, string>>;
}

const faults = 'e2e/faults.e2e.ts';
const inDialog = (fault: string): Shown => ({ file: faults, title: fault });
const forwarded = (title: string): Shown => ({ file: 'server/routes/forward.test.ts', title });

const ofDatabase = (title: string): Shown => ({ file: 'server/node/database-faults.test.ts', title });

const noTraffic =
  'sends nothing through HAProxy: region and panel answer without it (region/haproxy/faults.test.ts ends and restarts it)';
const nothingToLose = 'reads once and changes nothing that another tab or person could be ahead of';
const seenByItself =
  'a read: a change made elsewhere appears by itself (src/api/inventory/region-watch.test.ts, “a change made by somebody else appears by itself”)';
const alone = { 'sign in': nothingToLose, 'stickiness check': nothingToLose, list: seenByItself, detail: seenByItself };

export const table: readonly Row[] = [
  {
    fault: 'upstream refuses',
    also: [inDialog('upstream refuses'), { file: 'server/node/upstream.test.ts', title: 'says when nobody listens' }],
  },
  {
    fault: 'upstream hangs',
    also: [inDialog('upstream hangs: '), forwarded('is given up on after half a minute')],
  },
  {
    fault: 'upstream resets in the middle of a body',
    also: [inDialog('upstream resets in the middle of a body'), forwarded('breaks off in the middle')],
  },
  { fault: 'upstream answers 500', also: [inDialog('upstream answers 500')] },
  { fault: 'upstream answers 502', also: [inDialog('upstream answers 502')] },
  { fault: 'upstream answers 503', also: [inDialog('upstream answers 503')] },
  {
    fault: 'upstream answers 413',
    also: [
      inDialog('upstream answers 413: '),
      { file: 'src/api/http/queue.test.ts', title: 'a verb whose limit is used up waits as long as the answer says' },
      { file: 'src/api/http/queue.test.ts', title: 'a wait of %d ms is believed for a minute' },
      { file: 'server/routes/forward.test.ts', title: 'believes %s for a minute at most' },
    ],
  },
  {
    fault: 'upstream answers 401',
    also: [
      inDialog('upstream answers 401: '),
      { file: 'e2e/bulk.e2e.ts', title: 'a sign-in that ends in the middle pauses the run' },
    ],
  },
  { fault: 'upstream answers HTML', also: [inDialog('upstream answers HTML')] },
  { fault: 'upstream answers truncated JSON', also: [inDialog('upstream answers truncated JSON')] },
  {
    fault: 'upstream answers an unknown enum value',
    also: [inDialog('upstream answers unknown statuses, enum values and extra fields')],
  },
  {
    fault: 'upstream answers an unknown status',
    also: [inDialog('upstream answers unknown statuses, enum values and extra fields')],
  },
  {
    fault: 'upstream answers extra fields',
    also: [inDialog('upstream answers unknown statuses, enum values and extra fields')],
  },
  {
    fault: 'upstream answers 100 MB',
    also: [inDialog('upstream answers 100 MB'), forwarded('may answer 20 MB, but not 100')],
  },
  {
    fault: 'panel server killed and restarted in mid-request',
    also: [inDialog('panel server killed and restarted')],
  },
  {
    fault: 'region killed with -9',
    also: [
      inDialog('region killed with -9'),
      { file: 'e2e/persistence-endings.e2e.ts', title: 'the region goes away after the change was sent' },
      { file: 'region/crash.test.ts', title: 'nothing that was acknowledged is lost in' },
      {
        file: 'region/haproxy/lifetime.test.ts',
        title: 'ends with it at a %s in the middle of reloads and requests',
      },
    ],
  },
  {
    fault: 'HAProxy killed',
    also: [
      { file: 'e2e/stickiness.e2e.ts', title: 'HAProxy killed: ' },
      {
        file: 'region/haproxy/faults.test.ts',
        title: 'starts HAProxy again when it dies, and keeps Source IP clients where they were',
      },
      { file: 'region/haproxy/faults.test.ts', title: 'starts again one that is %s, and blames nobody' },
      {
        file: 'region/haproxy/restarts.test.ts',
        title:
          'load balancers leave ERROR by themselves when HAProxy starts at last, over a restart of the region, too',
      },
    ],
    notApplicable: {
      'sign in': noTraffic,
      list: noTraffic,
      detail: noTraffic,
      'explorer call': noTraffic,
    },
  },
  {
    fault: 'disk full for the history',
    also: [inDialog('disk full for the history'), forwarded('comes first: what cannot be recorded is not sent')],
  },
  {
    fault: 'PostgreSQL down at start',
    also: [
      { file: 'server/main.test.ts', title: 'waits for a database that is down at the start' },
      { file: 'server/main.test.ts', title: 'waits for a database that hangs at the start' },
      { file: 'server/main.test.ts', title: 'ends with one sentence where waiting does not help' },
    ],
  },
  {
    fault: 'PostgreSQL killed',
    also: [
      ofDatabase('a server that ends by '),
      ofDatabase('a backend that is ended while it is in use costs its request and nothing else'),
    ],
  },
  {
    fault: 'PostgreSQL stopped',
    also: [
      ofDatabase('a server that hangs holds up no read, and a write is refused in words'),
      ofDatabase('a table that another program locks holds nobody up'),
      {
        file: 'server/node/sqlite.test.ts',
        title: 'holds up nothing else, and a write is refused in words when the lock lasts',
      },
    ],
  },
  {
    fault: 'disk full for the region',
    also: [
      inDialog('disk full for the region'),
      { file: 'region/durability.test.ts', title: 'a write that cannot be stored is refused and leaves no trace' },
      { file: 'region/durability.test.ts', title: 'the end of a change that cannot be stored is stored later' },
    ],
  },
  {
    fault: 'clock jumps forward an hour',
    also: [inDialog('the clock of the browser jumps ')],
  },
  {
    fault: 'clock jumps back an hour',
    also: [
      inDialog('the clock of the browser jumps '),
      {
        file: 'src/api/http/queue.test.ts',
        title: 'a clock that is set back in the middle of a wait does not lengthen it',
      },
      {
        file: 'src/api/inventory/region-watch.test.ts',
        title: 'a clock that is set back hides no change and puts no poll off',
      },
      forwarded('does not wait longer than it was asked to when the clock is set back'),
      { file: 'region/clb/rate-limits.test.ts', title: 'a clock that is set back neither locks nor unlocks' },
    ],
  },
  {
    fault: 'browser offline and back',
    also: [inDialog('the browser is offline and back')],
  },
  { fault: 'two tabs', also: [inDialog('two tabs: ')], notApplicable: alone },
  {
    fault: 'two people',
    also: [
      { file: 'e2e/persistence-endings.e2e.ts', title: 'somebody else changed it: nothing is sent' },
      { file: 'e2e/history.e2e.ts', title: 'a revert is refused in words when somebody changed it since' },
      {
        file: 'e2e/bulk.e2e.ts',
        title: 'nothing is sent to a load balancer that somebody else changed after the plan',
      },
    ],
    notApplicable: alone,
  },
  {
    fault: 'sign-in expired',
    also: [
      inDialog('sign-in expired: '),
      forwarded('refuses without a sign-in, and after it has expired'),
      { file: 'e2e/bulk.e2e.ts', title: 'a sign-in that ends in the middle pauses the run' },
    ],
  },
  {
    fault: 'cookie tampered',
    also: [
      inDialog('a tampered cookie and one of another secret sign nobody in'),
      forwarded('that was changed, cut or made up signs nobody in'),
    ],
  },
  {
    fault: 'cookie from another secret',
    also: [inDialog('a tampered cookie and one of another secret sign nobody in')],
  },
  {
    fault: 'cookie replayed after sign-out',
    also: [
      inDialog('a cookie replayed after sign-out signs nobody in'),
      {
        file: 'server/routes/session.test.ts',
        title: 'revokes the token, clears the cookie and makes a copy of it worthless',
      },
    ],
  },
];

/** At least one e2e test in which each action meets a fault. */
export const actionsInBrowser: Readonly<Record<ActionName, Shown>> = {
  'sign in': { file: faults, title: 'the region fails at sign-in and under the list' },
  list: { file: faults, title: 'the region fails at sign-in and under the list' },
  detail: { file: faults, title: 'upstream answers unknown statuses, enum values and extra fields' },
  enable: { file: faults, title: 'upstream answers 413: ' },
  change: { file: faults, title: 'two tabs: ' },
  disable: { file: faults, title: 'a disable that meets a 500' },
  'bulk run': { file: 'e2e/bulk.e2e.ts', title: 'a run stops at the first ERROR and goes on with what is left' },
  undo: { file: 'e2e/history.e2e.ts', title: 'a revert is refused in words when somebody changed it since' },
  'stickiness check': { file: 'e2e/stickiness.e2e.ts', title: 'HAProxy killed: ' },
  'explorer call': { file: 'e2e/explorer.e2e.ts', title: 'a write as observer is refused in words' },
  'edit node': { file: faults, title: 'an edit of a node that meets a 500' },
  delete: { file: faults, title: 'a deletion that meets a 503' },
  create: { file: faults, title: 'a creation that meets a 500' },
};
