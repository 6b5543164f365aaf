import { Button } from '../controls/Button.tsx';
import css from './EdgeTabs.module.css';
import { showOverlay } from './overlays.ts';

/** At the edge of every page: what the page asked of the API, and feedback. */
export function EdgeTabs() {
  return (
    <aside className={css.tabs} aria-label="About this page">
      <Button size="small" className={css.tab} onClick={() => showOverlay({ kind: 'requests' })}>
        Requests
      </Button>
      <Button size="small" className={css.tab} onClick={() => showOverlay({ kind: 'feedback' })}>
        Feedback
      </Button>
    </aside>
  );
}
