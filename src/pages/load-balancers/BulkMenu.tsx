import type { MenuPlace } from '../../components/controls/Menu.tsx';
import OpenMenu from '../../components/controls/OpenMenu.tsx';
import { figure } from '../../model/format.ts';
import type { LoadBalancer } from '../../model/load-balancer.ts';

interface BulkMenuProps extends MenuPlace {
  /** The rows that are shown. */
  rows: readonly LoadBalancer[];
  /** Why no change can be made; null when it can. */
  reason: string | null;
  /** Begins a bulk change of these rows; none: of a pasted list. */
  onBulk(rows: readonly LoadBalancer[]): void;
}

/** Changes of many load balancers at once. */
export function BulkMenu({ rows, reason, onBulk, ...place }: BulkMenuProps) {
  return (
    <OpenMenu
      {...place}
      items={[
        {
          label: `Edit Session Persistence of the ${figure(rows.length)} shown…`,
          reason: reason ?? (rows.length === 0 ? 'No load balancer is shown.' : null),
          onSelect: () => onBulk(rows),
        },
        { label: 'Paste a list of ids or names…', reason, onSelect: () => onBulk([]) },
      ]}
    />
  );
}
