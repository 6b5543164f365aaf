/** The user's choice of light or dark, kept in this browser; `auto` follows the system. */
export type SchemeChoice = 'auto' | 'light' | 'dark';
export type Scheme = 'light' | 'dark';

const key = 'holdfast-color-scheme';
const dark = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

function stored(): SchemeChoice {
  try {
    const value = localStorage.getItem(key);
    return value === 'light' || value === 'dark' ? value : 'auto';
  } catch {
    return 'auto';
  }
}

let choice = stored();

export const schemeChoice = (): SchemeChoice => choice;
export const scheme = (): Scheme => (choice === 'auto' ? (dark.matches ? 'dark' : 'light') : choice);

export function chooseScheme(next: SchemeChoice): void {
  choice = next;
  try {
    if (next === 'auto') localStorage.removeItem(key);
    else localStorage.setItem(key, next);
  } catch {
    // Storage can be forbidden; the choice then lasts until the page is left.
  }
  applyScheme();
}

/** Shows the scheme on the root element, under the attribute name that Mantine's own styles look for. */
export function applyScheme(): void {
  document.documentElement.dataset.mantineColorScheme = scheme();
  for (const listener of listeners) listener();
}

export function subscribeScheme(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

dark.addEventListener('change', applyScheme);
