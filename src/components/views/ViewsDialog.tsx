import { useQuery } from '@tanstack/react-query';
import { useLayoutEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import { deleteView, type SavedView, viewsQuery } from '../../api/views/views.ts';
import { Button } from '../controls/Button.tsx';
import { Skeleton } from '../controls/Skeleton.tsx';
import { confirm } from '../dialogs/confirm.ts';
import { Dialog } from '../dialogs/Dialog.tsx';
import { Banner } from '../layout/Banner.tsx';
import { closeOverlay, showOverlay } from '../layout/overlays.ts';
import { toast } from '../notifications/notices.ts';
import { openView } from './open-view.ts';
import css from './ViewsDialog.module.css';

/** The user's views: opens, renames and deletes them. */
export function ViewsDialog() {
  const views = useQuery(viewsQuery);
  return (
    <Dialog title="Saved views" onClose={closeOverlay}>
      {views.data ? (
        <Views views={views.data} />
      ) : views.isError ? (
        <Banner
          tone="error"
          live
          actions={
            <Button variant="link" onClick={() => void views.refetch()}>
              Try again
            </Button>
          }
        >
          Your views could not be read: {views.error.message}
        </Banner>
      ) : (
        <Skeleton width={20} />
      )}
    </Dialog>
  );
}

function Views({ views }: { views: readonly SavedView[] }) {
  const navigate = useNavigate();
  const box = useRef<HTMLDivElement>(null);
  /** The view that is being deleted, and where it stands: its buttons go with it, and with them the focus. */
  const going = useRef<{ readonly id: string; readonly place: number }>(null);
  useLayoutEffect(() => {
    const { id, place } = going.current ?? {};
    if (place === undefined || views.some((view) => view.id === id)) return;
    going.current = null;
    const buttons = box.current?.querySelectorAll<HTMLElement>('[data-delete]') ?? [];
    (buttons[Math.min(place, buttons.length - 1)] ?? box.current)?.focus();
  }, [views]);

  async function remove(view: SavedView, place: number) {
    const sure = await confirm({
      title: `Delete the view “${view.name}”?`,
      body: 'No load balancer is changed.',
      action: 'Delete view',
      danger: true,
    });
    if (!sure) return;
    going.current = { id: view.id, place };
    try {
      await deleteView(view);
    } catch (error) {
      going.current = null;
      toast({ tone: 'error', text: error instanceof Error ? error.message : String(error) });
    }
  }

  return (
    <div ref={box} tabIndex={-1}>
      {views.length === 0 ? (
        <p>No saved views. Filter or sort the list of load balancers, then choose Views and Save view.</p>
      ) : (
        <ul className={css.views} translate="no" aria-label="Saved views">
          {views.map((view, place) => (
            <li key={view.id} className={css.view}>
              <span className={css.name}>
                <Button
                  variant="link"
                  onClick={() => {
                    openView(view, navigate);
                    closeOverlay();
                  }}
                >
                  {view.name}
                </Button>
              </span>
              <Button
                size="small"
                aria-label={`Rename ${view.name}`}
                onClick={() => showOverlay({ kind: 'views', naming: view })}
              >
                Rename
              </Button>
              <Button
                size="small"
                aria-label={`Delete ${view.name}`}
                data-delete
                onClick={() => void remove(view, place)}
              >
                Delete
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
