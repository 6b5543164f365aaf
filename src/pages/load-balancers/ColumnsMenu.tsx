import type { MenuPlace } from '../../components/controls/Menu.tsx';
import type { MenuItem } from '../../components/controls/menu-items.ts';
import OpenMenu from '../../components/controls/OpenMenu.tsx';
import { useStore } from '../../components/controls/use-store.ts';
import { columns as allColumns, type FittedColumns } from './columns.ts';
import { chooseDensity, type Density, density } from './density.ts';
import type { ColumnId, ListState } from './list-state.ts';

interface ColumnsMenuProps extends MenuPlace {
  columns: FittedColumns;
  hidden: readonly ColumnId[];
  kept: readonly ColumnId[];
  onChange(part: Partial<ListState>): void;
}

const densities: readonly (readonly [Density, string])[] = [
  ['comfortable', 'Comfortable'],
  ['compact', 'Compact'],
];

/** Which columns the table has, and how high its rows are. */
export function ColumnsMenu({ columns, hidden, kept, onChange, ...place }: ColumnsMenuProps) {
  const current = useStore(density);
  const touch = matchMedia('(pointer: coarse)').matches;
  const items: readonly MenuItem[] = [
    { heading: 'Columns' },
    ...allColumns
      .filter(({ id }) => id !== 'name')
      .map(({ id, header }): MenuItem => {
        const visible = columns.shown.some((each) => each.id === id);
        const others = {
          hidden: hidden.filter((each) => each !== id),
          kept: kept.filter((each) => each !== id),
        };
        return {
          label: header,
          kind: 'checkbox',
          checked: visible,
          stays: true,
          onSelect: () =>
            onChange(
              visible
                ? { ...others, hidden: [...others.hidden, id] }
                : { ...others, kept: hidden.includes(id) ? others.kept : [...others.kept, id] },
            ),
        };
      }),
    { heading: 'Row height' },
    ...densities.map(
      ([value, label]): MenuItem => ({
        label,
        kind: 'radio',
        checked: current === value,
        reason: touch ? 'Rows stay high enough to touch.' : null,
        onSelect: () => chooseDensity(value),
      }),
    ),
  ];
  return <OpenMenu {...place} items={items} />;
}
