import type { NavigateFunction } from 'react-router';
import type { SavedView } from '../../api/views/views.ts';
import { paths } from '../../model/paths.ts';
import { listInView } from '../load-balancer/list-in-view.ts';

/** Shows the list as the view has it, from whichever page. */
export function openView({ query }: SavedView, navigate: NavigateFunction): void {
  const list = listInView.get();
  if (list) list.show(query);
  else void navigate(paths.list(query === '' ? '' : `?${query}`));
}
