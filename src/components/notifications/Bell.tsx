import { Button } from '../controls/Button.tsx';
import { IconBell } from '../controls/icons.ts';
import { useStore } from '../controls/use-store.ts';
import { showOverlay } from '../layout/overlays.ts';
import css from './Bell.module.css';
import { notices } from './notices.ts';

/** Opens what the user was told; says how much of it they have not seen. */
export function Bell() {
  const unread = useStore(notices).filter(({ read }) => !read).length;
  return (
    <Button
      square
      variant="subtle"
      className={css.bell}
      aria-label={unread > 0 ? `Notifications, ${unread} not seen` : 'Notifications'}
      icon={<IconBell size={16} stroke={1.75} aria-hidden />}
      onClick={() => showOverlay({ kind: 'notifications' })}
    >
      {unread > 0 ? (
        <span className={css.count} aria-hidden="true">
          {unread}
        </span>
      ) : null}
    </Button>
  );
}
