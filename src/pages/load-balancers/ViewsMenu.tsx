import { useQuery } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { viewsQuery } from '../../api/views/views.ts';
import type { MenuPlace } from '../../components/controls/Menu.tsx';
import type { MenuItem } from '../../components/controls/menu-items.ts';
import OpenMenu from '../../components/controls/OpenMenu.tsx';
import { showOverlay } from '../../components/layout/overlays.ts';
import { listInView } from '../../components/load-balancer/list-in-view.ts';
import { openView } from '../../components/views/open-view.ts';
import { readListState, writeListState } from './list-state.ts';

/** The same for two queries that show the same. */
const meaning = (query: string): string =>
  String(writeListState({ ...readListState(new URLSearchParams(query)), everyColumn: true }));

/** Saves what the list shows, and shows what was saved. */
export function ViewsMenu(place: MenuPlace) {
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(viewsQuery);
  const current = listInView.get()?.query();
  const saved: MenuItem[] = data
    ? data.map((view) => ({
        label: view.name,
        kind: 'radio',
        checked: meaning(view.query) === current,
        onSelect: () => openView(view, navigate),
      }))
    : error
      ? [{ label: 'Try again', reason: null, stays: true, onSelect: () => void refetch() }]
      : [];
  const heading = data
    ? 'Saved views'
    : error
      ? `Your views could not be read: ${error.message}`
      : 'Reading your views…';
  const items: readonly MenuItem[] = [
    { label: 'Save view…', onSelect: () => showOverlay({ kind: 'views', naming: 'new' }) },
    {
      label: 'Rename or delete views…',
      reason: data?.length === 0 ? 'No view is saved.' : null,
      onSelect: () => showOverlay({ kind: 'views' }),
    },
    ...(data?.length === 0 ? [] : [{ heading }, ...saved]),
  ];
  return <OpenMenu {...place} items={items} />;
}
