import type { Service } from '../context.ts';
import { uuid } from '../ids.ts';
import { demo } from './demo.ts';
import { type Draft, plant } from './draft.ts';
import { manyth } from './many.ts';
import { rehearsal } from './rehearsal.ts';

/** What a cloud begins with: the demo's load balancers, the names that the real service's tests use, none, or a number of them. */
export type Seed = 'demo' | 'rehearsal' | 'empty' | number;

/** What a request's own randomness would cost for tens of thousands of ids. */
function cheap(seed: number): () => number {
  let state = Math.floor(seed * 2 ** 32) | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const flavors = [
  ['single.lite', 'One instance, 1 CPU'],
  ['ha.plus', 'Two instances, 4 CPU each'],
] as const;
const zones = ['zone-1', 'zone-2'];

function offer({ store }: Service, random: () => number): Readonly<Record<string, string>> {
  const id = () => uuid(random);
  const ids: Record<string, string> = {};
  for (const [name, description] of flavors) {
    const flavor = { id: id(), name, description, enabled: true, flavor_profile_id: id() };
    store.flavors.set(flavor.id, flavor);
    ids[name] = flavor.id;
  }
  for (const name of zones) {
    store.zones.set(name, { name, description: '', enabled: true, availability_zone_profile_id: id() });
  }
  return ids;
}

const fitting = (draft: Draft, flavorIds: Readonly<Record<string, string>>): Draft =>
  draft.flavor === undefined ? draft : { ...draft, flavor: flavorIds[draft.flavor] ?? draft.flavor };

/**
 * Fills the regions, in the catalog's order. A number is shared out among them evenly. `projects`: name → id.
 */
export function fill(seed: Seed, regions: readonly Service[], projects: Readonly<Record<string, string>>): void {
  regions.forEach((region, index) => {
    const random = cheap(region.random());
    const service = { ...region, random };
    if (seed === 'demo') {
      const flavorIds = offer(service, random);
      for (const draft of demo[index] ?? []) plant(service, projects, fitting(draft, flavorIds));
    } else if (seed === 'rehearsal') {
      for (const [at, draft] of rehearsal.entries()) plant(service, projects, { ...draft, age: 60 - at });
    } else if (seed !== 'empty') {
      const share = Math.ceil(seed / regions.length);
      const from = index * share;
      for (let number = from; number < Math.min(seed, from + share); number += 1) {
        plant(service, projects, manyth(number, seed));
      }
    }
  });
}
