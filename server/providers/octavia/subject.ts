import { LRUCache } from 'lru-cache';
import { PanelError } from '../../reply.ts';
import type { Session } from '../../sessions/session.ts';
import type { Upstream } from '../../upstream.ts';
import type { ApiCall, WriteSubject } from '../provider.ts';
import { type Fields, isFields, parsed, readObject, unwrapped } from './reads.ts';

/** Objects of which it is remembered to which load balancer they belong: they never go over to another one. */
const remembered = 20_000;
const longestId = 64;

const root = '/v2/lbaas';

/** Where an object says what it is part of, by its collection: ids in its fields, nearest to the load balancer first. */
const parents: Readonly<Record<string, readonly (readonly [field: string, collection: string])[]>> = {
  listeners: [['loadbalancers', 'loadbalancers']],
  pools: [
    ['loadbalancers', 'loadbalancers'],
    ['listeners', 'listeners'],
  ],
  healthmonitors: [['pools', 'pools']],
  l7policies: [['listener_id', 'listeners']],
};
/** The same in the body of a request that makes one. */
const madeBelow: Readonly<Record<string, readonly (readonly [field: string, collection: string])[]>> = {
  listeners: [['loadbalancer_id', 'loadbalancers']],
  pools: [
    ['loadbalancer_id', 'loadbalancers'],
    ['listener_id', 'listeners'],
  ],
  healthmonitors: [['pool_id', 'pools']],
  l7policies: [['listener_id', 'listeners']],
};

const idIn = (value: unknown): string | null => {
  const id = Array.isArray(value) ? (isFields(value[0]) ? value[0].id : undefined) : value;
  return typeof id === 'string' && /^[\w-]+$/.test(id) && id.length <= longestId ? id : null;
};

function parentOf(object: Fields, places: readonly (readonly [string, string])[] = []): [string, string] | null {
  for (const [field, collection] of places) {
    const id = idIn(object[field]);
    if (id !== null) return [collection, id];
  }
  return null;
}

/**
 * Finds the load balancer behind a write's path, which mostly does not name it. The part is what the path names instead: a pool, a
 * listener, a health monitor, an L7 policy.
 */
export function subjects(upstream: Upstream) {
  const owners = new LRUCache<string, string>({ max: remembered });

  /** Throws a PanelError when the region does not tell, or has no such object. */
  async function ownerOf(session: Session, region: string, collection: string, id: string): Promise<string | null> {
    if (collection === 'loadbalancers') return id;
    const key = JSON.stringify([session.service, session.account, region, collection, id]);
    const known = owners.get(key);
    if (known !== undefined) return known;
    const object = await readObject(upstream, session, region, `${root}/${collection}/${id}`);
    if (!object)
      throw new PanelError(
        404,
        'gone',
        `${region} has no such ${collection.replace(/(ie)?s$/, (end) => (end === 'ies' ? 'y' : ''))} any more (${id}). Nothing was sent.`,
      );
    const parent = parentOf(object, parents[collection]);
    const owner = parent && (await ownerOf(session, region, ...parent));
    if (owner !== null) owners.set(key, owner);
    return owner;
  }

  return async (session: Session, call: ApiCall, body: Uint8Array | null): Promise<WriteSubject> => {
    const [, collection = '', id = null] = /^\/v2\/lbaas\/(\w+)(?:\/([\w-]+))?/.exec(call.path) ?? [];
    if (collection === 'loadbalancers') return { loadBalancerId: id, part: null, name: null };
    if (!Object.hasOwn(parents, collection)) return { loadBalancerId: null, part: null, name: null };
    const made = id === null ? parentOf(unwrapped(parsed(body)) ?? {}, madeBelow[collection]) : null;
    const [from, of] = id === null ? (made ?? [null, null]) : [collection, id];
    return {
      loadBalancerId: from === null ? null : await ownerOf(session, call.region, from, of),
      part: id,
      name: null,
    };
  };
}
