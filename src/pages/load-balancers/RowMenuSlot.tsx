import { type ComponentProps, Suspense, useEffect } from 'react';
import { lazyPart } from '../../components/layout/lazy-part.ts';
import { onIdle } from '../../components/layout/on-idle.ts';
import type RowMenuOf from './RowMenu.tsx';

const RowMenu = lazyPart(() => import('./RowMenu.tsx'));

type Props = ComponentProps<typeof RowMenuOf>;

/** Where a row's menu opens: its code comes when the list has nothing to do, or with the first press. */
export function RowMenuSlot({ menu, ...rest }: Omit<Props, 'menu'> & { menu: Props['menu'] | null }) {
  useEffect(() => onIdle(RowMenu.preload), []);
  return menu ? (
    <Suspense>
      <RowMenu menu={menu} {...rest} />
    </Suspense>
  ) : null;
}
