import { Refusal } from './answer.ts';

/** Places where Octavia 11.0.0 fails with 500 instead of refusing: a client must not provoke them, so they are kept. */

export const notText = (operator: string, one: string, other: string) =>
  new Refusal('GEN500', `'${operator}' not supported between instances of '${one}' and '${other}'`);

export const noAttribute = (type: string, attribute: string) =>
  new Refusal('GEN500', `'${type}' object has no attribute '${attribute}'`);

/** Parts of a tree that the API reference lets these creations carry and that end in 500; the creation of a load balancer takes them. */
const uncarried: Readonly<Record<string, readonly [string, readonly string[]]>> = {
  'octavia.pools.create': ['pool', ['members', 'healthmonitor']],
  'octavia.listeners.create': ['listener', ['default_pool', 'l7policies']],
  'octavia.l7policies.create': ['l7policy', ['rules']],
};

/** Throws where a body carries what its operation breaks at. `text`: the body as it came. */
export function refuseTrees(id: string, text: string): void {
  const [root, fields] = uncarried[id] ?? [];
  if (root === undefined || fields === undefined || !fields.some((field) => text.includes(`"${field}"`))) return;
  const body: unknown = JSON.parse(text);
  const value = (body as Readonly<Record<string, unknown>> | null)?.[root];
  if (typeof value !== 'object' || value === null || !fields.some((field) => Object.hasOwn(value, field))) return;
  throw noAttribute('dict', '_sa_instance_state');
}
