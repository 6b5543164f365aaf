import { useContext, useId } from 'react';
import OpenMenu from '../../components/controls/OpenMenu.tsx';
import { type LoadBalancer, refKey } from '../../model/load-balancer.ts';
import { rowActions } from './row-actions.tsx';
import { RowPageContext } from './row-page.ts';

export interface RowMenuProps {
  rows: readonly LoadBalancer[];
  menu: { key: string; anchor: HTMLElement };
  close(): void;
}

/** The menu of whichever row's cog was pressed: one for all rows. */
export default function RowMenu({ rows, menu, close }: RowMenuProps) {
  const page = useContext(RowPageContext)?.current;
  const id = useId();
  const row = rows.find((each) => refKey(each) === menu.key);
  if (!page || !row) return null;
  return (
    <OpenMenu
      key={menu.key}
      id={id}
      items={rowActions(row, page.session, page.leave)}
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
