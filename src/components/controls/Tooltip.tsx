import { Suspense, useEffect, useState } from 'react';
import { lazyPart } from '../layout/lazy-part.ts';
import { keyHandler } from './keys.ts';
import type { ShownTip } from './OpenTip.tsx';

const OpenTip = lazyPart(() => import('./OpenTip.tsx'));

/** Milliseconds until it appears where somebody points, and until it goes when they point elsewhere, as on the way to it. */
const delay = { show: 300, hide: 80 };

const targetOf = (event: Event): HTMLElement | null =>
  event.target instanceof Element ? event.target.closest<HTMLElement>('[data-tip]') : null;

/**
 * One tooltip for the whole page: whatever carries `data-tip` shows that text while it is pointed at or has the focus; Escape hides it.
 * It is a picture of what the element's name or description already says, so it is hidden from screen readers.
 */
export function Tooltip() {
  const [tip, setTip] = useState<ShownTip | null>(null);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let wanted: HTMLElement | null = null;
    const want = (target: HTMLElement | null, wait: number) => {
      if (target === wanted) return;
      wanted = target;
      clearTimeout(timer);
      if (target) OpenTip.preload();
      timer = setTimeout(() => {
        const text = target?.isConnected ? target.dataset.tip : undefined;
        setTip(target && text ? { target, text } : null);
      }, wait);
    };
    const away = () => {
      clearTimeout(timer);
      wanted = null;
      setTip(null);
    };
    const point = (event: PointerEvent) => {
      if (event.pointerType !== 'mouse') return;
      // On the tooltip itself it stays: WCAG 2.2, 1.4.13.
      if (event.target instanceof Element && event.target.closest('[role=tooltip]')) return clearTimeout(timer);
      const target = targetOf(event);
      want(target, target ? delay.show : delay.hide);
    };
    const focus = (event: FocusEvent) => {
      const target = targetOf(event);
      if (target && event.target instanceof Element && event.target.matches(':focus-visible')) want(target, 0);
    };
    const blur = (event: FocusEvent) => targetOf(event) === wanted && want(null, delay.hide);
    const hideByKey = keyHandler((event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !document.querySelector('[role=tooltip]')) return;
      // Nor does a dialog under it, which listens at the same place, see the key.
      event.stopImmediatePropagation();
      away();
    });
    document.addEventListener('pointerover', point);
    document.addEventListener('focusin', focus);
    document.addEventListener('focusout', blur);
    document.addEventListener('scroll', away, { capture: true, passive: true });
    window.addEventListener('keydown', hideByKey, true);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('pointerover', point);
      document.removeEventListener('focusin', focus);
      document.removeEventListener('focusout', blur);
      document.removeEventListener('scroll', away, true);
      window.removeEventListener('keydown', hideByKey, true);
    };
  }, []);

  return <Suspense>{tip ? <OpenTip tip={tip} /> : null}</Suspense>;
}
