import { Suspense, useEffect } from 'react';
import { lazyPart } from '../../components/layout/lazy-part.ts';
import { onIdle } from '../../components/layout/on-idle.ts';
import type { RowMenuProps } from './RowMenu.tsx';

const RowMenu = lazyPart<RowMenuProps>(() => import('./RowMenu.tsx'));

interface SlotProps extends Omit<RowMenuProps, 'menu'> {
  /** Null while none is open. */
  menu: RowMenuProps['menu'] | null;
}

/** Where the menu of a row comes, with its code. */
export function RowMenuSlot({ menu, ...rest }: SlotProps) {
  useEffect(() => onIdle(RowMenu.preload), []);
  return menu ? (
    <Suspense>
      <RowMenu {...rest} menu={menu} />
    </Suspense>
  ) : null;
}
