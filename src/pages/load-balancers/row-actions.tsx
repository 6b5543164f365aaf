import { createContext } from 'react';
import type { Session } from '../../api/http/session.ts';
import { copyText } from '../../components/controls/Copyable.tsx';
import type { MenuItem } from '../../components/controls/Menu.tsx';
import { openers } from '../../components/dialogs/dialog-focus.ts';
import { toast } from '../../components/notifications/notices.ts';
import { missingRole } from '../../components/session/use-session.ts';
import type { LoadBalancer } from '../../model/load-balancer.ts';
import { paths } from '../../model/paths.ts';
import type { Leave } from './use-list-state.ts';

interface RowContext {
  readonly row: LoadBalancer;
  readonly session: Session;
  readonly leave: Leave;
}

/** Opens the dialog over the list; focus comes back to the row's cog. */
export const editFromList = ({ row, leave }: Omit<RowContext, 'session'>): void =>
  void leave((search) => paths.listPersistence(row, search), {
    state: { opener: openers.cog(row) },
    preventScrollReset: true,
  });

async function copyId({ id }: LoadBalancer) {
  const copied = await copyText(id);
  toast(
    copied ? { text: `Copied id ${id}.` } : { tone: 'error', text: `Copying is not allowed here. The id is ${id}.` },
  );
}

/** What the cog offers. */
export const rowActions = (context: RowContext): MenuItem[] => [
  {
    label: 'Edit Session Persistence',
    reason: missingRole(context.session, 'write'),
    hint: <kbd translate="no">e</kbd>,
    onSelect: () => editFromList(context),
  },
  {
    label: 'Open details',
    hint: <kbd translate="no">Enter</kbd>,
    onSelect: () => void context.leave(paths.loadBalancer(context.row)),
  },
  { label: `Copy id ${context.row.id}`, onSelect: () => void copyId(context.row) },
];

/** Gives every row its actions without making each follow session and address. */
export const RowActions = createContext<(row: LoadBalancer) => MenuItem[]>(() => []);
