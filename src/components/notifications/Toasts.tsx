import { Suspense, useEffect } from 'react';
import { useStore } from '../controls/use-store.ts';
import { lazyPart } from '../layout/lazy-part.ts';
import { onIdle } from '../layout/on-idle.ts';
import { type Notice, notices } from './notices.ts';
import css from './Toasts.module.css';

export const ToastCard = lazyPart<{ notice: Notice }>(() => import('./ToastCard.tsx'));

/** Where toasts appear; a screen reader speaks each as it comes. */
export function Toasts() {
  const open = useStore(notices).filter((each) => each.open);
  // Long before something has to be told, such as that nothing can be loaded any more.
  useEffect(() => onIdle(ToastCard.preload), []);
  return (
    <section aria-label="Notifications" aria-live="polite" aria-relevant="additions" className={css.toasts}>
      {open.map((each) => (
        <Suspense key={each.id}>
          <ToastCard notice={each} />
        </Suspense>
      ))}
    </section>
  );
}
