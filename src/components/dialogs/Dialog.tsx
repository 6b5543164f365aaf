import '@mantine/core/styles/Overlay.layer.css';
import '@mantine/core/styles/Paper.layer.css';
import '@mantine/core/styles/ModalBase.layer.css';
import '@mantine/core/styles/Modal.layer.css';
import { Modal } from '@mantine/core';
import { type ReactNode, useEffect, useRef, useSyncExternalStore } from 'react';
import { useBlocker } from 'react-router';
import { confirm } from './confirm.ts';
import css from './Dialog.module.css';

interface DialogProps {
  title: ReactNode;
  onClose(): void;
  children: ReactNode;
  /** The row of buttons at the foot; it stays in sight while the content scrolls. */
  footer?: ReactNode;
  size?: number;
  /** Without a close button, and deaf to Escape and to clicks beside it. */
  firm?: boolean;
}

const phone = '(max-width: 640px)';
const onPhoneChange = (listener: () => void) => {
  const media = matchMedia(phone);
  media.addEventListener('change', listener);
  return () => media.removeEventListener('change', listener);
};
const usePhone = (): boolean => useSyncExternalStore(onPhoneChange, () => matchMedia(phone).matches);

/** The shell of every dialog: 560 px wide, the whole screen on phones, focus kept inside. */
export function Dialog({ title, onClose, children, footer, size = 560, firm = false }: DialogProps) {
  const full = usePhone();
  return (
    <Modal.Root
      opened
      onClose={onClose}
      size={size}
      fullScreen={full}
      closeOnEscape={!firm}
      closeOnClickOutside={!firm}
      returnFocus={false}
    >
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Header>
          <Modal.Title>{title}</Modal.Title>
          {firm ? null : <Modal.CloseButton />}
        </Modal.Header>
        <Modal.Body>{children}</Modal.Body>
        {footer ? <div className={css.footer}>{footer}</div> : null}
      </Modal.Content>
    </Modal.Root>
  );
}

/**
 * Asks once before the page (or the dialog that is a page) is left with something typed in it: by Escape, Cancel, Back, a link or
 * closing the tab. Give `dirty: false` before leaving on success.
 */
export function useUnsavedQuestion(dirty: boolean, question: string): void {
  const asking = useRef(false);
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => dirty && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    if (blocker.state !== 'blocked' || asking.current) return;
    asking.current = true;
    confirm({
      title: 'Leave without saving?',
      body: question,
      action: 'Discard',
      cancel: 'Keep editing',
      danger: true,
    }).then((discard) => {
      asking.current = false;
      if (discard) blocker.proceed();
      else blocker.reset();
    });
  }, [blocker, question]);
  useEffect(() => {
    if (!dirty) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [dirty]);
}
