import '../requests/request-log.ts';
import { Suspense } from 'react';
import { useStore } from '../controls/use-store.ts';
import { useShortcuts } from '../shortcuts/shortcuts.ts';
import type { ViewsOverlayProps } from '../views/ViewsOverlay.tsx';
import { lazyPart } from './lazy-part.ts';
import { openOverlay } from './overlays.ts';

const FeedbackDialog = lazyPart(() => import('../feedback/FeedbackDialog.tsx'));
const NotificationsDrawer = lazyPart(() => import('../notifications/NotificationsDrawer.tsx'));
const Palette = lazyPart(() => import('../palette/Palette.tsx'));
const ProjectDialog = lazyPart(() => import('../session/ProjectDialog.tsx'));
const RequestsDialog = lazyPart(() => import('../requests/RequestsDialog.tsx'));
const ShortcutsDialog = lazyPart(() => import('../shortcuts/ShortcutsDialog.tsx'));
const ViewsOverlay = lazyPart<ViewsOverlayProps>(() => import('../views/ViewsOverlay.tsx'));

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
      {overlay?.kind === 'notifications' ? <NotificationsDrawer /> : null}
      {overlay?.kind === 'project' ? <ProjectDialog /> : null}
      {overlay?.kind === 'views' ? <ViewsOverlay naming={overlay.naming} /> : null}
    </Suspense>
  );
}
