import type { MenuPlace } from '../../components/controls/Menu.tsx';
import OpenMenu from '../../components/controls/OpenMenu.tsx';
import { exportList } from '../../components/load-balancer/export-list.ts';
import { count } from '../../model/format.ts';

interface ExportMenuProps extends MenuPlace {
  /** How many rows are shown. */
  shown: number;
}

/** The rows that are shown, as a file. */
export function ExportMenu({ shown, ...place }: ExportMenuProps) {
  return (
    <OpenMenu
      {...place}
      items={[
        { heading: `${count(shown, 'row')} shown` },
        { label: 'Download as CSV', onSelect: () => void exportList('csv') },
        { label: 'Download as JSON', onSelect: () => void exportList('json') },
      ]}
    />
  );
}
