import type { RunningLoadBalancer } from '../data-plane.ts';
import { bindProblem } from './bind-check.ts';
import type { Section } from './section.ts';
import type { Sections } from './sections.ts';

interface Planned {
  readonly source: RunningLoadBalancer;
  readonly section: Section;
}

/** What one HAProxy process runs, by load balancer id. */
export type Plan = Map<number, Planned>;

/**
 * Why a value is refused: `value`, when HAProxy or we cannot make anything of it, which stays so; `listener`, when its port is not to be had,
 * which passes when somebody lets it go.
 */
export type Ground = 'value' | 'listener';

export interface PlanInputs {
  readonly wanted: ReadonlyMap<number, RunningLoadBalancer>;
  readonly sections: Sections;
  /** What runs now, or ran last. */
  readonly running: Plan;
  /** Listeners that the next process takes over from the one that runs, as `listenersOf` names them. */
  readonly held: ReadonlySet<string>;
  /** Whether this value was refused before, for good. */
  condemned(source: RunningLoadBalancer): boolean;
  refuse(source: RunningLoadBalancer, sentence: string, ground: Ground): void;
}

const listenerKey = ({ address, port }: Section['listeners'][number]): string => `${address}:${port}`;

/** The names of the listeners that a process with this plan holds, whatever becomes of their load balancers later. */
export const listenersOf = (plan: Plan): ReadonlySet<string> =>
  new Set([...plan.values()].flatMap(({ section }) => section.listeners.map(listenerKey)));

/**
 * Decides what the next process runs: what is wanted, or, for a load balancer whose wanted value is refused, what it ran last. A value is
 * refused here when it cannot be rendered, or when its port is taken or may not be bound; HAProxy itself would give up everything.
 */
export async function planOf({ wanted, sections, running, held, condemned, refuse }: PlanInputs): Promise<Plan> {
  const settled: Planned[] = [];
  const changed: Planned[] = [];
  const keep = (id: number): void => {
    const last = running.get(id);
    if (last) settled.push(last);
  };
  for (const [id, source] of wanted) {
    const section = sections.of(source);
    if (condemned(source)) keep(id);
    else if (typeof section === 'string') {
      refuse(source, section, 'value');
      keep(id);
    } else if (section) (running.get(id)?.section === section ? settled : changed).push({ source, section });
  }

  const problems = new Map<string, string>();
  const listeners = new Map(
    [...settled, ...changed].flatMap(({ section }) =>
      section.listeners.map((listener) => [listenerKey(listener), listener]),
    ),
  );
  await Promise.all(
    [...listeners].map(async ([name, { address, port }]) => {
      const problem = held.has(name) ? null : await bindProblem(address, port);
      if (problem) problems.set(name, problem);
    }),
  );

  const plan: Plan = new Map();
  const claims = new Map<string, number>();
  const problemOf = ({ section }: Planned): string | undefined => {
    for (const listener of section.listeners) {
      const holder = claims.get(listenerKey(listener));
      if (holder !== undefined) {
        return `Port ${listener.port} on ${listener.address} is already taken by load balancer ${holder}.`;
      }
      const problem = problems.get(listenerKey(listener));
      if (problem) return problem;
    }
    return undefined;
  };
  const queue = [...settled, ...changed];
  for (const planned of queue) {
    const { source, section } = planned;
    const problem = problemOf(planned);
    if (problem === undefined) {
      for (const listener of section.listeners) claims.set(listenerKey(listener), source.id);
      plan.set(source.id, planned);
      continue;
    }
    const last = running.get(source.id);
    refuse(source, problem, 'listener');
    if (last && last !== planned && last.source !== source) queue.push(last);
  }
  return plan;
}

/** Whether nobody has a listener of this section. `claimed`: other load balancers' listeners; `held`: those that can be taken over. */
export async function areFree(
  { listeners }: Section,
  claimed: ReadonlySet<string>,
  held: ReadonlySet<string>,
): Promise<boolean> {
  const free = await Promise.all(
    listeners.map(async (listener) => {
      const name = listenerKey(listener);
      return !claimed.has(name) && (held.has(name) || (await bindProblem(listener.address, listener.port)) === null);
    }),
  );
  return free.every(Boolean);
}
