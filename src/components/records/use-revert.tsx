import { type ReactNode, Suspense, useState } from 'react';
import type { ChangeRecord } from '../../api/history/history.ts';
import { lazyPart } from '../layout/lazy-part.ts';

const PutBackDialog = lazyPart(async () => ({
  default: (await import('./PutBackDialog.tsx')).PutBackDialog,
}));

/** Asks for the former value of a change; the focus goes back to what opened the dialog, or to the heading when that has gone. */
export function useRevert(): { revert(record: ChangeRecord, opener: HTMLElement): void; dialog: ReactNode } {
  const [asked, setAsked] = useState<{ record: ChangeRecord; opener: HTMLElement } | null>(null);
  return {
    revert: (record, opener) => setAsked({ record, opener }),
    dialog: asked ? (
      <Suspense>
        <PutBackDialog
          record={asked.record}
          onClose={() => {
            setAsked(null);
            (asked.opener.isConnected ? asked.opener : document.querySelector('h1'))?.focus();
          }}
        />
      </Suspense>
    ) : null,
  };
}
