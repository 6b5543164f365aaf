import { Notification } from '@mantine/core';
import { type FocusEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import { Button } from '../controls/Button.tsx';
import { close as closeNotice, expire, type Notice } from './notices.ts';
import css from './Toasts.module.css';

/** How long a toast stays when nobody points at it, in milliseconds. Errors stay until they are closed. */
const stay = { plain: 6_000, withAction: 15_000 };

/** One of what stands at the edge of the page. */
export default function ToastCard({ notice: { id, tone = 'success', text, actions = [] } }: { notice: Notice }) {
  const [held, setHeld] = useState(false);
  const lasts = tone === 'error' ? null : actions.length > 0 ? stay.withAction : stay.plain;
  useEffect(() => {
    if (held || lasts === null) return;
    const timer = setTimeout(() => expire(id), lasts);
    return () => clearTimeout(timer);
  }, [held, lasts, id]);
  const cameFrom = useRef<HTMLElement>(null);
  const holding = {
    onPointerEnter: () => setHeld(true),
    onPointerLeave: ({ currentTarget }: PointerEvent) => setHeld(currentTarget.contains(document.activeElement)),
    onFocus({ currentTarget, relatedTarget }: FocusEvent) {
      setHeld(true);
      if (!currentTarget.contains(relatedTarget)) cameFrom.current = relatedTarget as HTMLElement | null;
    },
    onBlur: ({ currentTarget }: FocusEvent) => setHeld(currentTarget.matches(':hover')),
  };
  const close = () => {
    closeNotice(id);
    cameFrom.current?.focus();
  };
  return (
    // Not an alert of its own: the region speaks for it, politely.
    <Notification
      role="presentation"
      data-tone={tone}
      closeButtonProps={{ 'aria-label': 'Close notification' }}
      onClose={close}
      {...holding}
    >
      <div translate="no">{text}</div>
      {actions.length > 0 ? (
        <div className={css.actions}>
          {actions.map(({ label, run }) => (
            <Button
              key={label}
              variant="link"
              onClick={() => {
                close();
                run();
              }}
            >
              {label}
            </Button>
          ))}
        </div>
      ) : null}
    </Notification>
  );
}
