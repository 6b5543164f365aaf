import '@mantine/core/styles/Combobox.layer.css';
import { Combobox, TextInput, useCombobox } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useEffect, useId, useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { explored, loadOperations, operationIds, operationOf } from '../../api/explorer/operations.ts';
import { sessionQuery } from '../../api/http/session.ts';
import { useRegions } from '../../api/inventory/hooks.ts';
import { inventory } from '../../api/inventory/inventory.ts';
import { currentProvider } from '../../api/providers/providers.ts';
import { viewsQuery } from '../../api/views/views.ts';
import { type LoadBalancer, refKey } from '../../model/load-balancer.ts';
import { nodesPath } from '../../model/node-place.ts';
import { paths } from '../../model/paths.ts';
import { hasWords, rowText, searchText, searchWords } from '../../model/search.ts';
import { IconSearch } from '../controls/icons.ts';
import { keyHandler } from '../controls/keys.ts';
import { Dialog } from '../dialogs/Dialog.tsx';
import { chooseScheme } from '../layout/color-scheme.ts';
import { tools } from '../layout/navigation.ts';
import { closeOverlay, openOverlay, showOverlay, takeTyped } from '../layout/overlays.ts';
import { sectionAnchor, sectionTitles } from '../load-balancer/sections.ts';
import { leave } from '../session/sign-out.ts';
import { missingRole } from '../session/use-session.ts';
import type { Command } from './command.ts';
import { listCommands, viewCommands } from './list-commands.ts';
import css from './Palette.module.css';

/** Other words for session persistence. */
const synonyms = 'session persistence sticky stickiness sessions affinity';
const commandsShown = { views: 6, loadBalancers: 8, edits: 4, sections: 6, operations: 6 };

const textOf = (command: Command): string => searchText(command.label, command.hint, command.words);

/** Goes anywhere by a few letters: pages, load balancers, operations of the API, and what the panel can do. */
export default function Palette() {
  const navigate = useNavigate();
  const session = useQuery({ ...sessionQuery, enabled: false }).data;
  const provider = session?.signedIn ? session.session.provider : 'clb';
  // Those of Octavia come later; what is typed next finds them.
  useEffect(() => void loadOperations(explored(provider)).catch(() => undefined), [provider]);
  const regions = useRegions();
  const views = useQuery({ ...viewsQuery, enabled: session?.signedIn === true }).data;
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const [entered, setEntered] = useState(false);
  const id = useId();
  const store = useCombobox();

  const commands = useMemo<readonly Command[]>(() => {
    const go = (to: string) => () => void navigate(to);
    const mayWrite = session?.signedIn === true && missingRole(session.session, 'write') === null;
    const open = (row: LoadBalancer): Command => ({
      id: `open ${refKey(row)}`,
      group: 'Load balancers',
      label: row.name,
      hint: `${row.region} · ${row.id}`,
      words: row.virtualIps.map(({ address }) => address).join(' '),
      run: go(paths.loadBalancer(row)),
    });
    const edit = (row: LoadBalancer): Command => ({
      id: `edit ${refKey(row)}`,
      group: 'Edit session persistence',
      label: `Edit Session Persistence of ${row.name}`,
      hint: `${row.region} · ${row.id}`,
      words: synonyms,
      run: go(paths.persistence(row)),
    });
    const list: Command = {
      id: 'list',
      group: 'Go to',
      label: 'Load Balancers',
      words: 'networking list',
      run: go(paths.list()),
    };
    const pages: Command[] = [
      list,
      ...tools.map(({ label, to }): Command => ({ id: to, group: 'Go to', label, words: 'go to page', run: go(to) })),
    ];
    const sectionsOf = (row: LoadBalancer): Command[] =>
      sectionTitles.map((title) => ({
        id: `section ${title} ${refKey(row)}`,
        group: 'Parts of load balancers',
        label: `${title} of ${row.name}`,
        hint: `${row.region} · ${row.id}`,
        words: '',
        run: go(`${paths.loadBalancer(row)}#${sectionAnchor(title)}`),
      }));
    const bulk: Command = {
      id: 'bulk',
      group: 'Panel',
      label: 'Bulk change of a pasted list…',
      words: 'paste ids names many session persistence',
      run: go(paths.newBulk),
    };
    const create: Command = {
      id: 'create',
      group: 'Panel',
      label: 'Create load balancer…',
      words: 'new add',
      run: go(paths.newLoadBalancer),
    };
    const nodes: Command = {
      id: 'nodes',
      group: 'Panel',
      label: 'Change a node in every load balancer…',
      words: 'find address drain bulk',
      run: go(nodesPath()),
    };
    const signOut: Command = {
      id: 'sign-out',
      group: 'Panel',
      label: 'Sign out',
      words: 'leave log out end session',
      run: () => void leave(),
    };
    const actions: Command[] = [
      ...(mayWrite ? [bulk] : []),
      ...(mayWrite && currentProvider().creation ? [create] : []),
      ...(mayWrite && currentProvider().edits ? [nodes] : []),
      ...(session?.signedIn ? listCommands() : []),
      {
        id: 'requests',
        group: 'Panel',
        label: 'Show this page’s requests',
        words: 'curl api http',
        run: () => showOverlay({ kind: 'requests' }),
      },
      {
        id: 'shortcuts',
        group: 'Panel',
        label: 'Keyboard shortcuts',
        words: 'keys help',
        run: () => showOverlay({ kind: 'shortcuts' }),
      },
      {
        id: 'feedback',
        group: 'Panel',
        label: 'Give feedback',
        words: 'problem report idea',
        run: () => showOverlay({ kind: 'feedback' }),
      },
      { id: 'light', group: 'Panel', label: 'Theme: Light', words: 'theme scheme', run: () => chooseScheme('light') },
      { id: 'dark', group: 'Panel', label: 'Theme: Dark', words: 'theme scheme', run: () => chooseScheme('dark') },
      {
        id: 'auto',
        group: 'Panel',
        label: 'Theme: System',
        words: 'theme scheme light dark',
        run: () => chooseScheme('auto'),
      },
      ...(session?.signedIn ? [signOut] : []),
    ];
    const saved = viewCommands(views ?? [], navigate);
    const words = searchWords(text);
    const found = (from: readonly Command[], limit = from.length) =>
      from.filter((command) => hasWords(textOf(command), words)).slice(0, limit);
    const foundRows = (about: string, limit: number): LoadBalancer[] => {
      const rows: LoadBalancer[] = [];
      for (const state of regions) {
        const shared = searchText(about, state.region);
        for (const row of state.rows.values()) {
          if (!hasWords(`${rowText(row)}\n${shared}`, words)) continue;
          if (rows.push(row) === limit) return rows;
        }
      }
      return rows;
    };
    if (words.length === 0)
      return [...pages, ...saved.slice(0, commandsShown.views), ...foundRows('', 5).map(open), ...actions];
    const operation = operationIds(explored(provider)).map((name): Command => {
      const { title, method, path, group } = operationOf(name);
      return {
        id: `operation ${name}`,
        group: 'API operations',
        label: title,
        hint: `${method} ${path}`,
        words: group,
        run: go(paths.explorer(name)),
      };
    });
    return [
      ...found(pages),
      ...found(saved, commandsShown.views),
      ...foundRows('', commandsShown.loadBalancers).map(open),
      ...(mayWrite ? foundRows(`Edit Session Persistence of ${synonyms}`, commandsShown.edits).map(edit) : []),
      ...found(
        foundRows(`${sectionTitles.join(' ')} of`, sectionTitles.length).flatMap(sectionsOf),
        commandsShown.sections,
      ),
      ...found(actions),
      ...found(operation, commandsShown.operations),
    ];
  }, [navigate, session, provider, text, regions, views]);

  // A page that was opened by its address, such as one load balancer, has not read the others.
  useEffect(() => {
    if (session?.signedIn) inventory.open(session.session.account, session.session.regions);
  }, [session]);

  const current = Math.min(at, commands.length - 1);
  useEffect(() => {
    document.getElementById(`${id}-${current}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, current]);

  function choose(command: Command | undefined) {
    if (!command) return;
    const before = openOverlay.get();
    command.run();
    if (openOverlay.get() === before) closeOverlay();
  }

  useEffect(() => {
    if (!entered) return;
    setEntered(false);
    choose(commands[0]);
  });

  const onKeyDown = keyHandler((event: KeyboardEvent) => {
    const last = commands.length - 1;
    const next: Record<string, number> = {
      ArrowDown: current >= last ? 0 : current + 1,
      ArrowUp: current <= 0 ? last : current - 1,
    };
    const to = next[event.key];
    if (to !== undefined) setAt(to);
    else if (event.key === 'Enter') choose(commands[current]);
    else return;
    event.preventDefault();
  });

  return (
    <Dialog title="Go to" onClose={closeOverlay}>
      <Combobox store={store}>
        <TextInput
          data-autofocus
          role="combobox"
          aria-label="Search pages, load balancers and operations"
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={commands.length > 0 ? `${id}-${current}` : undefined}
          aria-autocomplete="list"
          placeholder="Name, id, address, page or operation…"
          autoComplete="off"
          spellCheck={false}
          leftSection={<IconSearch size={16} stroke={1.75} aria-hidden />}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
          // The dialog gives it the focus some time after it is drawn: what is typed until then comes from elsewhere.
          onFocus={() => {
            const typed = takeTyped();
            if (typed.text !== '') setText(typed.text);
            if (typed.entered) setEntered(true);
          }}
        />
        <Combobox.Options id={`${id}-list`} translate="no" aria-label="Results" className={css.list}>
          {groupsOf(commands).map(({ group, from, members }) => (
            <Combobox.Group key={group} label={group}>
              {members.map((command, within) => {
                const place = from + within;
                return (
                  <Combobox.Option
                    key={command.id}
                    id={`${id}-${place}`}
                    value={command.id}
                    selected={place === current}
                    aria-selected={place === current}
                    className={css.option}
                    onClick={() => choose(command)}
                    onPointerMove={() => setAt(place)}
                  >
                    <span className={css.label}>{command.label}</span>
                    {command.hint ? <span className={css.hint}>{command.hint}</span> : null}
                  </Combobox.Option>
                );
              })}
            </Combobox.Group>
          ))}
        </Combobox.Options>
        {commands.length === 0 ? <p className={css.none}>Nothing matches “{text}”.</p> : null}
      </Combobox>
    </Dialog>
  );
}

/** The commands under their headings; `from`: the place of the first among all. */
function groupsOf(commands: readonly Command[]): { group: string; from: number; members: Command[] }[] {
  const groups: { group: string; from: number; members: Command[] }[] = [];
  for (const [place, command] of commands.entries()) {
    const last = groups.at(-1);
    if (last?.group === command.group) last.members.push(command);
    else groups.push({ group: command.group, from: place, members: [command] });
  }
  return groups;
}
