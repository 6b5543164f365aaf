import { useContext, useId } from 'react';
import { MenuList } from '../../components/controls/Menu.tsx';
import { type LoadBalancer, refKey } from '../../model/load-balancer.ts';
import { RowActions } from './row-actions.tsx';

interface RowMenuProps {
  rows: readonly LoadBalancer[];
  menu: { key: string; anchor: HTMLElement } | null;
  close(): void;
}

/** The menu of whichever row's cog was pressed: one for all rows. */
export function RowMenu({ rows, menu, close }: RowMenuProps) {
  const actions = useContext(RowActions);
  const id = useId();
  const row = menu && rows.find((each) => refKey(each) === menu.key);
  if (!menu || !row) return null;
  return (
    <MenuList
      key={menu.key}
      id={id}
      items={actions(row)}
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
