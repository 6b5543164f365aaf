import { useContext, useId } from 'react';
import { MenuList } from '../../components/controls/Menu.tsx';
import { type LoadBalancer, refKey } from '../../model/load-balancer.ts';
import { RowActions } from './row-actions.tsx';
import { rowMenuItems } from './row-menu-items.tsx';

interface RowMenuProps {
  rows: readonly LoadBalancer[];
  menu: { key: string; anchor: HTMLElement };
  close(): void;
}

/** The menu of whichever row's cog was pressed: one for all rows. */
export default function RowMenu({ rows, menu, close }: RowMenuProps) {
  const context = useContext(RowActions)();
  const id = useId();
  const row = rows.find((each) => refKey(each) === menu.key);
  if (!row || !context) return null;
  return (
    <MenuList
      key={menu.key}
      id={id}
      items={rowMenuItems(row, context)}
      anchor={menu.anchor}
      side="below-start"
      start="first"
      close={(refocus) => {
        close();
        if (refocus) menu.anchor.focus();
      }}
    />
  );
}
