import { DataList } from '@mantine/core';
import type { ReactNode } from 'react';
import css from './Facts.module.css';

export interface Fact {
  readonly label: string;
  readonly value: ReactNode;
  /** What can be done with the value, at the end of its line. */
  readonly action?: ReactNode;
}

/** Values with their names, one a line. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <DataList className={css.facts}>
      {facts.map(({ label, value, action }) => (
        <DataList.Item key={label}>
          <DataList.ItemLabel>{label}</DataList.ItemLabel>
          <DataList.ItemValue translate="no">{value}</DataList.ItemValue>
          {action ? (
            <DataList.ItemValue translate="no" className={css.action}>
              {action}
            </DataList.ItemValue>
          ) : null}
        </DataList.Item>
      ))}
    </DataList>
  );
}
