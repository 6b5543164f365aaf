import '@mantine/core/styles/ModalBase.layer.css';
import '@mantine/core/styles/Drawer.layer.css';
import { Drawer } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Button } from '../controls/Button.tsx';
import { AbsoluteTime } from '../controls/RelativeTime.tsx';
import { useStore } from '../controls/use-store.ts';
import { closeOverlay } from '../layout/overlays.ts';
import css from './NotificationsDrawer.module.css';
import { notices, readAll } from './notices.ts';

/** All that the user was told since the page was opened. */
export default function NotificationsDrawer() {
  const all = useStore(notices);
  // What was not seen before stays marked while this is open.
  const [unseen] = useState(() => new Set(all.filter(({ read }) => !read).map(({ id }) => id)));
  const some = all.some(({ read }) => !read);
  useEffect(() => {
    if (some) readAll();
  }, [some]);
  return (
    <Drawer.Root opened onClose={closeOverlay} size={480} returnFocus={false}>
      <Drawer.Overlay />
      <Drawer.Content>
        <Drawer.Header>
          <Drawer.Title>Notifications</Drawer.Title>
          <Drawer.CloseButton data-autofocus />
        </Drawer.Header>
        <Drawer.Body>
          <p className={css.intro}>
            {all.length === 0
              ? 'Nothing was told since this page was opened.'
              : 'Newest first, since this page was opened. The History keeps every change.'}
          </p>
          <ol className={css.list}>
            {all.toReversed().map(({ id, at, tone = 'success', text, actions = [] }) => (
              <li key={id} className={css.item} data-tone={tone} data-unseen={unseen.has(id) || undefined}>
                <p className={css.head}>
                  <AbsoluteTime time={at} />
                  {tone === 'error' ? <strong className={css.error}>Failed</strong> : null}
                  {unseen.has(id) ? <span>Not seen before</span> : null}
                </p>
                <div translate="no">{text}</div>
                {actions.length > 0 ? (
                  <div className={css.actions}>
                    {actions.map(({ label, run }) => (
                      <Button
                        key={label}
                        variant="link"
                        onClick={() => {
                          closeOverlay();
                          run();
                        }}
                      >
                        {label}
                      </Button>
                    ))}
                  </div>
                ) : null}
              </li>
            ))}
          </ol>
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
