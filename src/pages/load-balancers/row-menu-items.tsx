import { providerOf } from '../../api/providers/providers.ts';
import { copyText } from '../../components/controls/Copyable.tsx';
import type { MenuItem } from '../../components/controls/Menu.tsx';
import { openers } from '../../components/dialogs/dialog-focus.ts';
import { toast } from '../../components/notifications/notices.ts';
import { missingRole } from '../../components/session/use-session.ts';
import { editPath } from '../../model/edit-path.ts';
import type { LoadBalancer } from '../../model/load-balancer.ts';
import { paths } from '../../model/paths.ts';
import { type ActionContext, editFromList } from './row-actions.tsx';

async function copyId({ id }: LoadBalancer) {
  const copied = await copyText(id);
  toast(
    copied ? { text: `Copied id ${id}.` } : { tone: 'error', text: `Copying is not allowed here. The id is ${id}.` },
  );
}

/** What the cog offers. */
export function rowMenuItems(row: LoadBalancer, context: ActionContext): readonly MenuItem[] {
  const { session, leave } = context;
  const edit = (label: string, name: string, right: 'write' | 'delete' = 'write') => ({
    label,
    reason: missingRole(session, right),
    onSelect: () => void leave(editPath(row, name), { state: { opener: openers.cog(row) } }),
  });
  const hasEdits = providerOf(row.region).edits !== null;
  return [
    {
      label: 'Edit Session Persistence',
      reason: missingRole(session, 'write'),
      hint: <kbd translate="no">e</kbd>,
      onSelect: () => editFromList(row, context),
    },
    {
      label: 'Open details',
      hint: <kbd translate="no">Enter</kbd>,
      onSelect: () => void leave(paths.loadBalancer(row)),
    },
    ...(hasEdits ? [edit('Edit load balancer', 'edit'), edit('Add nodes', 'nodes/new')] : []),
    { label: `Copy id ${row.id}`, onSelect: () => void copyId(row) },
    ...(hasEdits ? [{ ...edit('Delete', 'delete', 'delete'), danger: true }] : []),
  ];
}
