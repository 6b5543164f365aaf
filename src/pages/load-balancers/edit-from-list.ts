import { openers } from '../../components/dialogs/dialog-focus.ts';
import type { LoadBalancer } from '../../model/load-balancer.ts';
import { paths } from '../../model/paths.ts';
import type { Leave } from './use-list-state.ts';

/** Opens the dialog over the list; focus comes back to the row's cog. */
export const editFromList = (row: LoadBalancer, leave: Leave): void =>
  void leave((search) => paths.listPersistence(row, search), {
    state: { opener: openers.cog(row) },
    preventScrollReset: true,
  });
