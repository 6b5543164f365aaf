import { useState } from 'react';
import type { EditField, FormValues } from '../../api/providers/edit.ts';
import { useSession } from '../session/use-session.ts';

interface Kept {
  readonly values: FormValues;
  readonly reason: string;
}

const nothing: Kept = { values: {}, reason: '' };

/**
 * Keeps what is typed into the fields of a form over a reload of the page, for this tab and this user alone; secrets never. What no field
 * shows is not kept: it may be a secret whose field is hidden again. `place`: which form.
 */
export function useKeptValues(place: string) {
  const { service, account, user } = useSession();
  const key = `holdfast-typed ${JSON.stringify([service, account, user])} ${place}`;
  const [kept] = useState(() => read(key));
  return {
    kept,
    keep(values: FormValues, reason: string, fields: readonly EditField[]) {
      const open = fields.filter(({ control }) => control !== 'secret').map(({ name }) => name);
      const shown = Object.fromEntries(Object.entries(values).filter(([name]) => open.includes(name)));
      try {
        sessionStorage.setItem(key, JSON.stringify({ values: shown, reason } satisfies Kept));
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

/** Storage is anybody's to write: what does not look like values is none. */
function read(key: string): Kept {
  try {
    const { values, reason } = JSON.parse(sessionStorage.getItem(key) ?? '{}');
    const isKept =
      typeof reason === 'string' &&
      Object.values(values).every((value) => typeof value === 'string' || typeof value === 'boolean');
    return isKept ? { values, reason } : nothing;
  } catch {
    return nothing;
  }
}
