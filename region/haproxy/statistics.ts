import { type Counters, noCounters } from '../data-plane.ts';

/** Frontends, backends and their listeners; no servers (management guide 9.3, "show stat"). */
export const statisticsCommand = 'show stat -1 11 -1';

export interface SideCounters {
  readonly plain: Counters;
  readonly secure: Counters;
}

const nothing: SideCounters = { plain: noCounters, secure: noCounters };

/**
 * Reads HAProxy's statistics of one process, by load balancer id. HAProxy counts what happens at nodes for both listeners together: it
 * stands on the plain side. It tells time-outs of connecting from other failures as little as it counts idle connections that it closed, so
 * those counters stay 0. Source of the meanings: CLB v1.0 developer guide, "Show load balancer statistics"; management guide 9.1.
 */
export function readStatistics(csv: string): Map<number, SideCounters> {
  const [head = '', ...rows] = csv.split('\n');
  const columns = head.replace(/^# /, '').split(',');
  const at = Object.fromEntries(columns.map((name, index) => [name, index]));
  const readings = new Map<number, SideCounters>();
  for (const row of rows) {
    const cells = row.split(',');
    const number = (column: string): number => Number(cells[at[column] ?? -1] || 0);
    const id = Number.parseInt(cells[0] ?? '', 10);
    const service = cells[1] ?? '';
    if (Number.isNaN(id)) continue;
    const before = readings.get(id) ?? nothing;
    if (service === 'BACKEND') {
      readings.set(id, {
        ...before,
        plain: sum(before.plain, {
          ...noCounters,
          // "eresp" holds the transfers that the next one counts, too.
          connectError: Math.max(0, number('eresp') - number('srv_abrt')),
          connectFailure: number('econ'),
          dataTimedOut: number('srv_abrt'),
        }),
      });
    } else if (service.startsWith('plain') || service.startsWith('secure')) {
      const side = service.startsWith('plain') ? 'plain' : 'secure';
      readings.set(id, {
        ...before,
        [side]: sum(before[side], {
          ...noCounters,
          connectError: number('ereq'),
          maxConn: number('smax'),
          currentConn: number('scur'),
          incomingTransfer: number('bin'),
          outgoingTransfer: number('bout'),
        }),
      });
    }
  }
  return readings;
}

const sum = (a: Counters, b: Counters): Counters =>
  Object.fromEntries(
    Object.keys(noCounters).map((name) => [name, a[name as keyof Counters] + b[name as keyof Counters]]),
  ) as unknown as Counters;

/** Adds a process's reading to those of others: everything adds up, but the most connections at once are the most of any. */
const together = (a: Counters, b: Counters): Counters => ({ ...sum(a, b), maxConn: Math.max(a.maxConn, b.maxConn) });

/** Counters over the processes that came and went. */
export class Statistics {
  readonly #past = new Map<number, SideCounters>();
  readonly #live = new Map<object, Map<number, SideCounters>>();

  /** Replaces what is known of a living process. */
  read(process: object, csv: string): Map<number, SideCounters> {
    const reading = readStatistics(csv);
    this.#live.set(process, reading);
    return reading;
  }

  /** The process has ended: what it counted last stays in the totals. */
  ended(process: object): void {
    for (const [id, { plain, secure }] of this.#live.get(process) ?? []) {
      const past = this.#past.get(id) ?? nothing;
      this.#past.set(id, {
        plain: together(past.plain, { ...plain, currentConn: 0 }),
        secure: together(past.secure, { ...secure, currentConn: 0 }),
      });
    }
    this.#live.delete(process);
  }

  /** Forgets load balancers that are gone for good. */
  keepOnly(wanted: (id: number) => boolean): void {
    for (const id of this.#past.keys()) if (!wanted(id)) this.#past.delete(id);
  }

  totals(id: number): SideCounters | undefined {
    const readings = [this.#past, ...this.#live.values()].flatMap((each) => each.get(id) ?? []);
    if (readings.length === 0) return undefined;
    return readings.reduce(
      (a, b) => ({ plain: together(a.plain, b.plain), secure: together(a.secure, b.secure) }),
      nothing,
    );
  }
}
