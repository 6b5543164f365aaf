import { useRef } from 'react';

interface Slots {
  /** Slot of each row that was rendered last, in their order. */
  readonly of: ReadonlyMap<string, number>;
  readonly made: number;
}

const none: Slots = { of: new Map(), made: 0 };

/**
 * Gives each row the elements it is drawn with. A row keeps its slot while it is rendered; rows that come take the slots of those that
 * left, as long as no element has to change its place for it. The slot of the row `focused` is given to no other: whoever presses Enter on
 * a row that has just gone must not act on its successor.
 */
export function assignSlots(former: Slots, keys: readonly string[], focused: string | null): Slots {
  const now = new Set(keys);
  const places = [...former.of].map(([key, slot], place) => ({ slot, place, free: !now.has(key) && key !== focused }));
  const placeOf = new Map([...former.of.keys()].map((key, place) => [key, place]));
  const given = new Map<string, number>();
  let { made } = former;
  let next = 0;
  keys.forEach((key, at) => {
    const kept = placeOf.get(key);
    if (kept !== undefined) {
      given.set(key, places[kept]!.slot);
      next = Math.max(next, kept + 1);
      return;
    }
    let end = places.length;
    for (let later = at + 1; later < keys.length; later++) {
      const place = placeOf.get(keys[later]!);
      if (place === undefined) continue;
      end = place;
      break;
    }
    while (next < end && !places[next]!.free) next += 1;
    if (next < end) given.set(key, places[next++]!.slot);
    else given.set(key, made++);
  });
  return { of: given, made };
}

/** The slot of each row: the React key of its elements, which so get other words instead of being made anew. */
export function useRowSlots(keys: readonly string[], focused: string | null): readonly number[] {
  const slots = useRef(none);
  slots.current = assignSlots(slots.current, keys, focused);
  return keys.map((key) => slots.current.of.get(key)!);
}
