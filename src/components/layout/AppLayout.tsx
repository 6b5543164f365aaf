import { Burger, Button as LinkButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Link, NavLink, Outlet, useLocation } from 'react-router';
import { sessionQuery } from '../../api/http/session.ts';
import { paths } from '../../model/paths.ts';
import { RunStripSlot } from '../bulk/RunStripSlot.tsx';
import { ChangesTraySlot } from '../changes/ChangesTraySlot.tsx';
import { Button } from '../controls/Button.tsx';
import { cx } from '../controls/cx.ts';
import { IconChevronDown, IconSearch } from '../controls/icons.ts';
import { keyHandler } from '../controls/keys.ts';
import { MenuButton } from '../controls/Menu.tsx';
import { Bell } from '../notifications/Bell.tsx';
import type { UserMenuProps } from '../session/UserMenu.tsx';
import { useOtherTabs } from '../session/use-other-tabs.ts';
import css from './AppLayout.module.css';
import { EdgeTabs } from './EdgeTabs.tsx';
import { Logo } from './Logo.tsx';
import { lazyPart } from './lazy-part.ts';
import { Strips } from './NoticeBars.tsx';
import { tools } from './navigation.ts';
import { Overlays } from './Overlays.tsx';
import { showPalette } from './overlays.ts';

const UserMenu = lazyPart<UserMenuProps>(() => import('../session/UserMenu.tsx'));

/** The frame of every page but sign-in; the API explorer stands in it for somebody who is not signed in too. */
export function Frame() {
  const session = useQuery(sessionQuery).data;
  const signedIn = session?.signedIn ? session.session : null;
  useOtherTabs(signedIn);
  const { key, pathname, search } = useLocation();
  const [unfoldedAt, setUnfoldedAt] = useState<string | null>(null);
  const unfolded = unfoldedAt === key;

  return (
    <>
      <a href="#content" className={css.skip}>
        Skip to content
      </a>
      <header className={css.header}>
        <Burger
          className={css.fold}
          size={18}
          lineSize={2}
          opened={unfolded}
          aria-expanded={unfolded}
          aria-controls="navigation"
          aria-label={unfolded ? 'Close navigation' : 'Open navigation'}
          onClick={() => setUnfoldedAt(unfolded ? null : key)}
        />
        <Link to={paths.list()} className={css.brand} aria-label="Holdfast, to the list of load balancers">
          <Logo />
          <span>Holdfast</span>
        </Link>
        <div id="navigation" className={cx(css.navigation, unfolded && css.unfolded)}>
          <Networking />
          {tools.length > 0 ? (
            <nav aria-label="Tools" className={css.tools}>
              {tools.map(({ label, to }) => (
                <LinkButton key={to} component={NavLink} to={to} variant="subtle">
                  {label}
                </LinkButton>
              ))}
            </nav>
          ) : null}
        </div>
        <span className={css.space} />
        <Button
          className={css.search}
          aria-keyshortcuts="Control+K Meta+K"
          icon={<IconSearch size={16} stroke={1.75} aria-hidden />}
          trailing={
            <span translate="no" className={css.keys} aria-hidden="true">
              {/mac/i.test(navigator.platform) ? '⌘K' : 'Ctrl K'}
            </span>
          }
          onClick={showPalette}
        >
          <span className={css.word}>Search…</span>
        </Button>
        {signedIn ? (
          <>
            <Bell />
            <span className={css.account}>
              {signedIn.project ? 'project' : 'account'}{' '}
              <span className="mono" translate="no">
                {signedIn.project?.name ?? signedIn.account}
              </span>
            </span>
            <MenuButton
              variant="subtle"
              side="below-end"
              preload={UserMenu.preload}
              menu={(place) => <UserMenu {...place} session={signedIn} />}
            >
              <span className={css.user}>{signedIn.user}</span>
            </MenuButton>
          </>
        ) : (
          <LinkButton component={Link} to={paths.signIn(`${pathname}${search}`)} variant="subtle">
            Sign in
          </LinkButton>
        )}
      </header>
      {signedIn ? <Strips local={signedIn.local} /> : null}
      <RunStripSlot />
      <main id="content" tabIndex={-1} className={css.main}>
        <Outlet />
      </main>
      <EdgeTabs />
      <ChangesTraySlot signedIn={signedIn !== null} />
      <Overlays />
    </>
  );
}

/** Networking and what is under it: a disclosure, so that its content is plain links. */
function Networking() {
  // Open at one place only: going anywhere closes it.
  const [openAt, setOpenAt] = useState<string | null>(null);
  const { pathname, key } = useLocation();
  const nav = useRef<HTMLElement>(null);
  const open = openAt === key;
  useEffect(() => {
    if (!open) return;
    const outside = (event: PointerEvent) => {
      if (!nav.current?.contains(event.target as Node)) setOpenAt(null);
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [open]);
  return (
    <nav
      ref={nav}
      aria-label="Networking"
      className={css.networking}
      onKeyDown={keyHandler((event) => {
        if (event.key !== 'Escape' || !open) return;
        setOpenAt(null);
        nav.current?.querySelector('button')?.focus();
      })}
      onBlur={(event) => {
        if (event.relatedTarget && !event.currentTarget.contains(event.relatedTarget)) setOpenAt(null);
      }}
    >
      <Button
        variant="subtle"
        trailing={<IconChevronDown size={16} stroke={1.75} aria-hidden />}
        {...(pathname.startsWith(paths.list()) ? { 'data-here': true } : {})}
        aria-expanded={open}
        aria-controls="networking"
        onClick={() => setOpenAt(open ? null : key)}
      >
        Networking
      </Button>
      <ul id="networking" className={cx(css.panel, !open && css.closed)}>
        <li>
          <LinkButton component={NavLink} to={paths.list()} variant="subtle" fullWidth justify="start">
            Load Balancers
          </LinkButton>
        </li>
      </ul>
    </nav>
  );
}
