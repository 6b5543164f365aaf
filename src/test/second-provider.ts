import type { ManualClock } from '../../contract/shared/clock.ts';
import { ruleIn, type StatusRule } from '../../contract/shared/status-rule.ts';
import { encoded } from '../../contract/shared/text.ts';
import { ApiError } from '../api/http/client.ts';
import type { PageRequest, Provider, RowPage, WriteRequest } from '../api/providers/provider.ts';
import {
  type LoadBalancer,
  type LoadBalancerDetails,
  type LoadBalancerRef,
  persistenceIn,
  type Subject,
} from '../model/load-balancer.ts';
import { disabled, enabled, type Persistence, persistenceType } from '../model/persistence.ts';
import { loadBalancer } from './load-balancer.ts';

const rules: Readonly<Record<string, StatusRule>> = {
  READY: { takesChange: 'now', isTransient: false, why: '' },
  BUSY: { takesChange: 'later', isTransient: true, why: '' },
  LEAVING: { takesChange: 'never', isTransient: true, why: 'is leaving.' },
  GONE: { takesChange: 'never', isTransient: false, why: 'has left.' },
};
const rule = (status: string): StatusRule => ruleIn(rules, status);

const rowsPerPage = 3;
/** Milliseconds from an accepted write until the load balancer takes the next one. */
export const settleTime = 700;

const refusal = (status: number, message: string) =>
  new ApiError({ status, source: 'region', code: `http-${status}`, message });

/**
 * A load balancer API unlike those that the panel speaks, with its service: ids hold slashes, cursors are random and good for once, the
 * persistence of a value with fields belongs to pools, whose writes do not name the load balancer, and 409 is the lock of all of it.
 */
export function secondProvider(clock: ManualClock, random: () => number = Math.random) {
  const stored = new Map<string, LoadBalancerDetails>();
  const cursors = new Map<string, readonly LoadBalancer[]>();
  /** Every write that was accepted, as `pool = type`, and how many met the lock. */
  const log = { writes: [] as string[], locked: 0 };

  const set = (id: string, change: Partial<LoadBalancerDetails>): void =>
    void stored.set(id, { ...stored.get(id)!, ...change, updated: clock.now() });

  /** Adds a load balancer with these pools; ids are `team/NAME` and `team/NAME/pool`. */
  function add(name: string, pools: Readonly<Record<string, Persistence>>): LoadBalancerRef {
    const id = `team/${name}`;
    const subjects = Object.entries(pools).map(([pool, persistence]) => ({
      part: `${id}/${pool}`,
      name: pool,
      protocol: 'HTTP',
      status: 'READY',
      persistence,
    }));
    stored.set(id, loadBalancer({ region: 'north/1', id, name, status: 'READY', updated: clock.now(), subjects }));
    return { region: 'north/1', id };
  }

  function page(rows: readonly LoadBalancer[], { cursor }: PageRequest): RowPage {
    const from = cursor === null ? rows : cursors.get(cursor);
    if (!from) throw refusal(400, `The cursor ${cursor} is none.`);
    cursors.delete(cursor ?? '');
    const rest = from.slice(rowsPerPage);
    const next = rest.length > 0 ? `c/${random().toString(36)}` : null;
    if (next) cursors.set(next, rest);
    return { rows: from.slice(0, rowsPerPage), next };
  }

  async function details({ id }: LoadBalancerRef): Promise<LoadBalancerDetails> {
    const found = stored.get(id);
    if (!found) throw refusal(404, `There is no ${id}.`);
    return { ...found, readAt: clock.now() };
  }

  /** What the service does with a write. */
  async function send({ path, body }: WriteRequest): Promise<void> {
    const part = decodeURIComponent(/\/pools\/([^/]+)$/.exec(path)?.[1] ?? '');
    const found = [...stored.values()].find(({ subjects }) => subjects.some((each) => each.part === part));
    if (!found) throw refusal(404, `There is no pool ${part}.`);
    if (found.status !== 'READY') {
      log.locked += 1;
      throw refusal(409, `${found.id} is being changed.`);
    }
    const { stickiness } = body as { stickiness: { type: string; cookieName?: string } | null };
    const persistence = stickiness ? enabled(stickiness.type, { cookieName: stickiness.cookieName! }) : disabled;
    log.writes.push(`${part} = ${persistenceType(persistence)}`);
    const subjects = found.subjects.map((each) => (each.part === part ? { ...each, persistence } : each));
    set(found.id, { status: 'BUSY', subjects });
    clock.after(settleTime, () => set(found.id, { status: 'READY' }));
  }

  const provider: Provider = {
    name: 'second',
    capabilities: {
      apiName: 'Second',
      showOperation: 'loadBalancers.show',
      lacks: {},
      requestsPerSecond: { GET: 5, PUT: 5, POST: 5, DELETE: 5 },
      pollAfter: () => 0,
    },
    reads: {
      list: async (_, request) => page([...stored.values()], request),
      changedSince: async (_, since, request) =>
        page(
          [...stored.values()].filter(({ updated }) => updated! >= since),
          request,
        ),
      deletedSince: null,
      listsParts: false,
      ids: null,
      withNode: null,
      details,
      connections: async () => null,
      statistics: async () => Promise.reject(refusal(404, 'No statistics.')),
      usage: null,
      events: null,
      parts: null,
      flavor: null,
      errorPage: null,
    },
    edits: null,
    creation: null,
    persistence: {
      choices: [enabled('TICKET', { cookieName: 'sid' }), disabled].map((persistence) => ({
        value: persistenceType(persistence) ?? 'DISABLED',
        persistence,
        label: persistenceType(persistence) ?? 'Disabled',
        sentence: '',
        needs: '',
        misfit: () => null,
      })),
      misfit: () => null,
      fields: () => [],
      request: ({ region, part = '' }: Subject, value) => {
        const { state: _, ...fields } = value;
        return {
          operation: 'pools.stick',
          params: { part },
          success: 200,
          method: 'PUT',
          path: `/api/${encoded(region)}/pools/${encoded(part)}`,
          body: { stickiness: value.state === 'enabled' ? fields : null },
        };
      },
      missingRight: () => null,
      neededRight: () => null,
      impact: async () => ({ of: () => null, notes: () => [] }),
      operations: ['pools.stick'],
      bulkImpact: () => '',
    },
    statuses: Object.keys(rules),
    rule,
    isDeleted: (status) => status === 'GONE',
    isBeingDeleted: (status) => status === 'LEAVING',
    standing: ({ status }) => ({
      ...rule(status),
      status,
      isDeleted: status === 'GONE',
      inForce: status === 'READY',
      broken: false,
      brokenValue: '',
      brokenWords: '',
    }),
    meaningOf: ({ status }) =>
      status === 409 ? 'locked' : status === 404 ? 'gone' : status === 0 ? 'unknown' : 'refused',
    readFault: (_, __, text) => ({ messages: [text], wait: null, limited: false }),
    missingRight: () => null,
  };
  /** The value as the service stores it. */
  const value = (subject: Subject): Persistence | undefined => persistenceIn(stored.get(subject.id)!, subject);
  return { provider, add, set, send, value, log, stored };
}
