import './request-log.ts';
import { Suspense } from 'react';
import { lazyPart } from './lazy-part.ts';
import { openOverlay } from './overlays.ts';
import { useShortcuts } from './shortcuts.ts';
import { useStore } from './use-store.ts';

const FeedbackDialog = lazyPart(() => import('./FeedbackDialog.tsx'));
const Palette = lazyPart(() => import('./Palette.tsx'));
const RequestsDialog = lazyPart(() => import('./RequestsDialog.tsx'));
const ShortcutsDialog = lazyPart(() => import('./ShortcutsDialog.tsx'));

/** What opens over any page inside the frame; each comes with its first use. */
export function Overlays() {
  useShortcuts();
  const overlay = useStore(openOverlay);
  return (
    <Suspense>
      {overlay?.kind === 'palette' ? <Palette /> : null}
      {overlay?.kind === 'shortcuts' ? <ShortcutsDialog /> : null}
      {overlay?.kind === 'requests' ? <RequestsDialog /> : null}
      {overlay?.kind === 'feedback' ? <FeedbackDialog /> : null}
    </Suspense>
  );
}
