import type { Session } from '../../api/http/session.ts';
import type { Right } from '../../api/providers/provider.ts';
import { providerOf } from '../../api/providers/providers.ts';
import { copyText } from '../../components/controls/Copyable.tsx';
import type { MenuItem } from '../../components/controls/menu-items.ts';
import { openers } from '../../components/dialogs/dialog-focus.ts';
import { toast } from '../../components/notifications/notices.ts';
import { missingRole } from '../../components/session/use-session.ts';
import { editPath } from '../../model/edit-path.ts';
import type { LoadBalancer } from '../../model/load-balancer.ts';
import { paths } from '../../model/paths.ts';
import { editFromList } from './edit-from-list.ts';
import type { Leave } from './use-list-state.ts';

async function copyId({ id }: LoadBalancer) {
  const copied = await copyText(id);
  toast(
    copied ? { text: `Copied id ${id}.` } : { tone: 'error', text: `Copying is not allowed here. The id is ${id}.` },
  );
}

/** What the cog offers. */
export function rowActions(row: LoadBalancer, session: Session, leave: Leave): MenuItem[] {
  const edit = (label: string, name: string, right: Right = 'write') => ({
    label,
    reason: missingRole(session, right),
    onSelect: () => void leave(editPath(row, name), { state: { opener: openers.cog(row) } }),
  });
  const hasEdits = providerOf(row.region).edits !== null;
  return [
    {
      label: 'Edit Session Persistence',
      reason: missingRole(session, 'write'),
      shortcut: 'e',
      onSelect: () => editFromList(row, leave),
    },
    {
      label: 'Open details',
      shortcut: 'Enter',
      onSelect: () => void leave(paths.loadBalancer(row)),
    },
    ...(hasEdits ? [edit('Edit load balancer', 'edit'), edit('Add nodes', 'nodes/new')] : []),
    { label: `Copy id ${row.id}`, onSelect: () => void copyId(row) },
    ...(hasEdits ? [{ ...edit('Delete', 'delete', 'delete'), danger: true }] : []),
  ];
}
