import type { NavigateFunction } from 'react-router';
import type { SavedView } from '../../api/views/views.ts';
import { count } from '../../model/format.ts';
import { showOverlay } from '../layout/overlays.ts';
import { exportList } from '../load-balancer/export-list.ts';
import { listInView } from '../load-balancer/list-in-view.ts';
import { openView } from '../views/open-view.ts';
import type { Command } from './command.ts';

/** The list as files and, while it is shown, as a view to be saved. */
export function listCommands(): Command[] {
  const list = listInView.get();
  const hint = list ? `${count(list.rows().length, 'row')} shown` : 'every load balancer';
  const exportAs = (format: 'csv' | 'json', name: string): Command => ({
    id: `export ${format}`,
    group: 'Panel',
    label: `Export load balancers as ${name}`,
    hint,
    words: 'download save file list',
    run: () => void exportList(format),
  });
  const save: Command = {
    id: 'save-view',
    group: 'Panel',
    label: 'Save view…',
    words: 'saved views list filters columns keep bookmark',
    run: () => showOverlay({ kind: 'views', naming: 'new' }),
  };
  return [...(list ? [save] : []), exportAs('csv', 'CSV'), exportAs('json', 'JSON')];
}

/** Each of the user's views. */
export const viewCommands = (views: readonly SavedView[], navigate: NavigateFunction): Command[] =>
  views.map((view) => ({
    id: `view ${view.id}`,
    group: 'Saved views',
    label: view.name,
    words: 'open saved view filters',
    run: () => openView(view, navigate),
  }));
