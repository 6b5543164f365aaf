import { type FocusEvent, type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { keyHandler } from './keys.ts';
import { place } from './place.ts';
import css from './Tooltip.module.css';

/**
 * Shows `text` while the child is pointed at or focused; Escape hides it. It is a picture of what the child's accessible name or
 * description already says, so it is hidden from screen readers.
 */
export function Tooltip({ text, children }: { text: ReactNode; children: ReactNode }) {
  const anchor = useRef<HTMLSpanElement>(null);
  const tip = useRef<HTMLSpanElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [open, setOpen] = useState(false);

  const show = (delay: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOpen(true), delay);
  };
  const hide = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOpen(false), 80);
  };
  useEffect(() => () => clearTimeout(timer.current), []);

  useEffect(() => {
    const target = anchor.current?.firstElementChild;
    if (!open || !tip.current || !target) return;
    tip.current.showPopover?.();
    place(target, tip.current, 'above', 6);
    const close = () => setOpen(false);
    const closeByKey = keyHandler((event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      close();
    });
    document.addEventListener('keydown', closeByKey, true);
    window.addEventListener('scroll', close, { capture: true, passive: true });
    return () => {
      document.removeEventListener('keydown', closeByKey, true);
      window.removeEventListener('scroll', close, true);
    };
  }, [open]);

  const watch = {
    onPointerEnter: (event: PointerEvent) => event.pointerType === 'mouse' && show(300),
    onPointerLeave: hide,
    onFocus: (event: FocusEvent) => event.target.matches(':focus-visible') && show(0),
    onBlur: hide,
  };
  return (
    <span ref={anchor} className={css.anchor} {...watch}>
      {children}
      {open ? (
        <span ref={tip} popover="manual" aria-hidden="true" className={css.tip}>
          {text}
        </span>
      ) : null}
    </span>
  );
}
