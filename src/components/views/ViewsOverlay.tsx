import type { Overlay } from '../layout/overlays.ts';
import { SaveViewDialog } from './SaveViewDialog.tsx';
import { ViewsDialog } from './ViewsDialog.tsx';

export type ViewsOverlayProps = { naming: Overlay['naming'] };

/** The user's views, or the one that is given a name. */
export default function ViewsOverlay({ naming }: ViewsOverlayProps) {
  if (naming === undefined) return <ViewsDialog />;
  return <SaveViewDialog view={naming === 'new' ? undefined : naming} />;
}
