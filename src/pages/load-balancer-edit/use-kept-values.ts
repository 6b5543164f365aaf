import { useState } from 'react';
import type { EditField, FormValues } from '../../api/providers/edit.ts';
import { useSession } from '../../components/session/use-session.ts';

/**
 * Keeps what is typed over a reload of the page, for this tab and this user alone; secrets never. `place`: which form. `take` gives what
 * was kept; what does not look like values is none.
 */
export function useKeptValues(place: string) {
  const { service, account, user } = useSession();
  const key = `holdfast-typed ${JSON.stringify([service, account, user])} ${place}`;
  const [kept] = useState(() => read(key));
  return {
    kept,
    keep(values: FormValues, fields: readonly EditField[]) {
      const secrets = fields.filter(({ control }) => control === 'secret').map(({ name }) => name);
      const open = Object.fromEntries(Object.entries(values).filter(([name]) => !secrets.includes(name)));
      try {
        sessionStorage.setItem(key, JSON.stringify(open));
      } catch {
        // Where storage is forbidden or full, a reload loses what was typed; the page asks before it is left.
      }
    },
    forget() {
      try {
        sessionStorage.removeItem(key);
      } catch {
        // Nothing is kept where storage is forbidden.
      }
    },
  };
}

function read(key: string): FormValues | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(key) ?? 'null');
    const isValues =
      typeof kept === 'object' &&
      kept !== null &&
      Object.values(kept).every((value) => typeof value === 'string' || typeof value === 'boolean');
    return isValues ? (kept as FormValues) : null;
  } catch {
    return null;
  }
}
