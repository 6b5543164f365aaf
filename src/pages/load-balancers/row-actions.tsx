import { createContext } from 'react';
import type { Session } from '../../api/http/session.ts';
import { openers } from '../../components/dialogs/dialog-focus.ts';
import type { LoadBalancer } from '../../model/load-balancer.ts';
import { paths } from '../../model/paths.ts';
import type { Leave } from './use-list-state.ts';

/** What a row's actions need besides the row. */
export interface ActionContext {
  readonly session: Session;
  readonly leave: Leave;
}

/** Opens the dialog over the list; focus comes back to the row's cog. */
export const editFromList = (row: LoadBalancer, { leave }: Pick<ActionContext, 'leave'>): void =>
  void leave((search) => paths.listPersistence(row, search), {
    state: { opener: openers.cog(row) },
    preventScrollReset: true,
  });

/** Gives the open menu what its actions need without making each row follow session and address. */
export const RowActions = createContext<() => ActionContext | null>(() => null);
