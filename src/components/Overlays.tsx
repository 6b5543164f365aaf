import './request-log.ts';
import { lazy, Suspense } from 'react';
import { openOverlay } from './overlays.ts';
import { useShortcuts } from './shortcuts.ts';
import { useStore } from './use-store.ts';

const FeedbackDialog = lazy(() => import('./FeedbackDialog.tsx'));
const Palette = lazy(() => import('./Palette.tsx'));
const RequestsDialog = lazy(() => import('./RequestsDialog.tsx'));
const ShortcutsDialog = lazy(() => import('./ShortcutsDialog.tsx'));

/** What opens over any page inside the frame; each comes with its first use. */
export function Overlays() {
  useShortcuts();
  const overlay = useStore(openOverlay);
  return (
    <Suspense>
      {overlay?.kind === 'palette' ? <Palette /> : null}
      {overlay?.kind === 'shortcuts' ? <ShortcutsDialog /> : null}
      {overlay?.kind === 'requests' ? <RequestsDialog /> : null}
      {overlay?.kind === 'feedback' ? <FeedbackDialog operation={overlay.operation ?? null} /> : null}
    </Suspense>
  );
}
