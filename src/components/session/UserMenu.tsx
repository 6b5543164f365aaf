import type { Session } from '../../api/http/session.ts';
import type { MenuPlace } from '../controls/Menu.tsx';
import type { MenuItem } from '../controls/menu-items.ts';
import OpenMenu from '../controls/OpenMenu.tsx';
import { chooseScheme, type SchemeChoice, schemeChoice } from '../layout/color-scheme.ts';
import { showOverlay } from '../layout/overlays.ts';
import { leave } from './sign-out.ts';

const schemes: readonly { choice: SchemeChoice; label: string }[] = [
  { choice: 'auto', label: 'As the system' },
  { choice: 'light', label: 'Light' },
  { choice: 'dark', label: 'Dark' },
];

const userItems = ({ account, project, changesProject, roles }: Session): MenuItem[] => [
  {
    heading: project ? `Project ${project.name}${project.domain ? ` (${project.domain})` : ''}` : `Account ${account}`,
  },
  { heading: `Roles: ${roles.join(', ') || 'none'}` },
  { heading: 'Theme' },
  ...schemes.map(
    ({ choice, label }): MenuItem => ({
      label,
      kind: 'radio',
      checked: schemeChoice() === choice,
      onSelect: () => chooseScheme(choice),
    }),
  ),
  { heading: 'Session' },
  ...(changesProject
    ? [{ label: 'Switch project…', onSelect: () => showOverlay({ kind: 'project' }) } satisfies MenuItem]
    : []),
  { label: 'Sign out', onSelect: leave },
];

export interface UserMenuProps extends MenuPlace {
  session: Session;
}

/** Who is signed in, with which roles, the theme, and the ways out. */
export default function UserMenu({ session, ...place }: UserMenuProps) {
  return <OpenMenu {...place} items={userItems(session)} />;
}
