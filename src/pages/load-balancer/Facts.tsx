import type { ReactNode } from 'react';
import css from './Facts.module.css';

export interface Fact {
  readonly label: string;
  readonly value: ReactNode;
}

/** Values with their names, one a line. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className={css.facts}>
      {facts.map(({ label, value }) => (
        <div key={label} className={css.fact}>
          <dt className={css.label}>{label}</dt>
          <dd translate="no" className={css.value}>
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
