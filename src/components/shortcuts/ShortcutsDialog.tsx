import '@mantine/core/styles/Checkbox.layer.css';
import '@mantine/core/styles/Kbd.layer.css';
import { Checkbox, Kbd } from '@mantine/core';
import { useState } from 'react';
import { Dialog } from '../dialogs/Dialog.tsx';
import { closeOverlay } from '../layout/overlays.ts';
import css from './ShortcutsDialog.module.css';
import { setSingleKeys, singleKeys } from './shortcuts.ts';

const mac = /mac/i.test(navigator.platform);

const groups: readonly { title: string; keys: readonly (readonly [string[], string])[] }[] = [
  {
    title: 'Everywhere',
    keys: [
      [[mac ? '⌘' : 'Ctrl', 'K'], 'Command palette: go to a page, find a load balancer'],
      [['/'], 'Search the list'],
      [['?'], 'This list'],
      [['Esc'], 'Close a menu or dialog'],
    ],
  },
  {
    title: 'In the list of load balancers',
    keys: [
      [['↑', '↓'], 'Move from row to row'],
      [['Home', 'End'], 'First and last row'],
      [['Enter'], 'Open the load balancer'],
      [['e'], 'Edit its session persistence'],
      [['Space'], 'Select the row; with Shift, all rows up to it'],
      [['Tab'], 'To the row’s cog and name'],
    ],
  },
];

export default function ShortcutsDialog() {
  const [on, setOn] = useState(singleKeys);
  return (
    <Dialog title="Keyboard shortcuts" onClose={closeOverlay}>
      {groups.map(({ title, keys }) => (
        <section key={title} className={css.group}>
          <h3>{title}</h3>
          <dl className={css.keys}>
            {keys.map(([names, meaning]) => (
              <div key={meaning}>
                <dt>
                  {names.map((name) => (
                    <Kbd key={name}>{name}</Kbd>
                  ))}
                </dt>
                <dd>{meaning}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <Checkbox
        className={css.switch}
        label="Single keys such as / and ? work"
        checked={on}
        onChange={(event) => {
          setSingleKeys(event.target.checked);
          setOn(event.target.checked);
        }}
      />
    </Dialog>
  );
}
