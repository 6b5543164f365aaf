import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { inventory } from '../../api/inventory/inventory.ts';
import { errorPageQuery } from '../../api/inventory/queries.ts';
import type { Right } from '../../api/providers/provider.ts';
import { providerOf } from '../../api/providers/providers.ts';
import { copyText } from '../../components/controls/Copyable.tsx';
import {
  IconAdjustmentsHorizontal,
  IconApi,
  IconLink,
  IconPencil,
  IconPlus,
  IconRefresh,
  IconTrash,
} from '../../components/controls/icons.ts';
import { Menu } from '../../components/controls/Menu.tsx';
import { openers } from '../../components/dialogs/dialog-focus.ts';
import { useEditReason } from '../../components/load-balancer/use-edit-reason.ts';
import { toast } from '../../components/notifications/notices.ts';
import { missingRole, useSession } from '../../components/session/use-session.ts';
import { editPath } from '../../model/edit-path.ts';
import type { LoadBalancerDetails, LoadBalancerRef } from '../../model/load-balancer.ts';
import { paths } from '../../model/paths.ts';

const icon = { size: 16, stroke: 1.75, 'aria-hidden': true } as const;

/** The second of the three ways, and what else can be done with one load balancer. */
export function Actions({ target, details }: { target: LoadBalancerRef; details: LoadBalancerDetails | undefined }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const session = useSession();
  const reasonOf = useEditReason(details, target.region);
  const edit = (label: string, name: string, picture: ReactNode, right: Right = 'write') => ({
    label,
    icon: picture,
    reason: reasonOf?.(name, right),
    onSelect: () => void navigate(editPath(target, name), { state: { opener: openers.actions } }),
  });
  const { showOperation } = providerOf(target.region).capabilities;
  const address = new URL(paths.loadBalancer(target), location.origin).href;
  return (
    <Menu
      side="below-end"
      data-opener={openers.actions}
      items={() => [
        {
          label: 'Edit Session Persistence',
          icon: <IconPencil {...icon} />,
          reason: missingRole(session, 'write'),
          onSelect: () => navigate(paths.persistence(target), { state: { opener: openers.actions } }),
        },
        ...(reasonOf
          ? [
              edit('Edit load balancer', 'edit', <IconAdjustmentsHorizontal {...icon} />),
              edit('Add nodes', 'nodes/new', <IconPlus {...icon} />),
              edit('Add IPv6 address', 'virtual-ips', <IconPlus {...icon} />),
            ]
          : []),
        {
          label: 'Refresh',
          icon: <IconRefresh {...icon} />,
          onSelect: () =>
            Promise.all([
              inventory.details.refresh(target),
              queryClient.invalidateQueries({ queryKey: errorPageQuery(target).queryKey }),
            ]),
        },
        {
          label: 'Open in the API explorer',
          icon: <IconApi {...icon} />,
          onSelect: () => navigate(paths.explorer(showOperation, { region: target.region, loadBalancerId: target.id })),
        },
        {
          label: 'Copy link',
          icon: <IconLink {...icon} />,
          onSelect: async () => {
            const done = await copyText(address);
            toast(
              done
                ? { text: `Copied the link to ${details?.name ?? `load balancer ${target.id}`}.` }
                : { tone: 'error', text: `Copying is not allowed here. The link is ${address}` },
            );
          },
        },
        ...(reasonOf ? [{ ...edit('Delete', 'delete', <IconTrash {...icon} />, 'delete'), danger: true }] : []),
      ]}
    >
      Actions
    </Menu>
  );
}
