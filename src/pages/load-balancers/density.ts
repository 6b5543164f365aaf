import { createStore } from '../../components/controls/use-store.ts';

/** How high the rows of the list are: kept in this browser. */
export type Density = 'comfortable' | 'compact';

const key = 'holdfast-density';

function stored(): Density {
  try {
    return localStorage.getItem(key) === 'compact' ? 'compact' : 'comfortable';
  } catch {
    return 'comfortable';
  }
}

export const density = createStore<Density>(stored());

export function chooseDensity(next: Density): void {
  density.set(next);
  try {
    if (next === 'comfortable') localStorage.removeItem(key);
    else localStorage.setItem(key, next);
  } catch {
    // Storage can be forbidden; the choice then lasts until the page is left.
  }
}
