import '@mantine/core/styles/Tabs.layer.css';
import { Tabs as MantineTabs } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import css from './Tabs.module.css';

interface Tab {
  readonly id: string;
  readonly label: string;
  readonly content: () => ReactNode;
}

/** Views of one thing, one at a time. Arrows choose at once. `side` stands at the end of their row. */
export function Tabs({ label, tabs, side }: { label: string; tabs: readonly Tab[]; side?: ReactNode }) {
  const [picked, setPicked] = useState<string | null>(null);
  const chosen = tabs.find(({ id }) => id === picked) ?? tabs[0];
  return (
    <MantineTabs value={chosen?.id ?? null} onChange={setPicked} keepMounted={false} className={css.tabs}>
      <div className={css.head}>
        <MantineTabs.List aria-label={label}>
          {tabs.map((tab) => (
            <MantineTabs.Tab key={tab.id} value={tab.id}>
              {tab.label}
            </MantineTabs.Tab>
          ))}
        </MantineTabs.List>
        {side}
      </div>
      {chosen ? (
        <MantineTabs.Panel key={chosen.id} value={chosen.id}>
          {chosen.content()}
        </MantineTabs.Panel>
      ) : null}
    </MantineTabs>
  );
}
