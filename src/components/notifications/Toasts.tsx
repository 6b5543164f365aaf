import { Notification } from '@mantine/core';
import { type FocusEvent, type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { Button } from '../controls/Button.tsx';
import { createStore, useStore } from '../controls/use-store.ts';
import css from './Toasts.module.css';

export interface ToastContent {
  readonly tone?: 'success' | 'error' | 'info';
  readonly text: ReactNode;
  readonly actions?: readonly { readonly label: string; run(): void }[];
}

interface Toast extends ToastContent {
  readonly id: number;
}

const store = createStore<readonly Toast[]>([]);
let nextId = 1;

/** How long a toast stays when nobody points at it. Errors stay until they are closed. */
const stay = { plain: 6_000, withAction: 15_000 };

/** Tells the user something at the edge of the page. Returns a function that takes it away. */
export function toast(content: ToastContent): () => void {
  const id = nextId++;
  store.set([...store.get().slice(-3), { ...content, id }]);
  return () => dismiss(id);
}

const dismiss = (id: number) => store.set(store.get().filter((each) => each.id !== id));

/** Where toasts appear; a screen reader speaks each as it comes. */
export function Toasts() {
  const toasts = useStore(store);
  return (
    <section aria-label="Notifications" aria-live="polite" aria-relevant="additions" className={css.toasts}>
      {toasts.map((each) => (
        <ToastCard key={each.id} toast={each} />
      ))}
    </section>
  );
}

function ToastCard({ toast: { id, tone = 'success', text, actions = [] } }: { toast: Toast }) {
  const [held, setHeld] = useState(false);
  const lasts = tone === 'error' ? null : actions.length > 0 ? stay.withAction : stay.plain;
  useEffect(() => {
    if (held || lasts === null) return;
    const timer = setTimeout(() => dismiss(id), lasts);
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
    dismiss(id);
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
