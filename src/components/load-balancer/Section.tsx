import { type ReactNode, useId } from 'react';
import { cx } from '../controls/cx.ts';
import css from './Section.module.css';

interface SectionProps {
  title: string;
  /** Beside the title, such as a count. */
  aside?: ReactNode;
  /** At the end of the title's line. */
  actions?: ReactNode;
  className?: string | undefined;
  children: ReactNode;
}

/** A part of the page under its own heading. */
export function Section({ title, aside, actions, className, children }: SectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={cx(css.section, className)}>
      <div className={css.head}>
        <h2 id={id}>{title}</h2>
        {aside ? <span className={css.aside}>{aside}</span> : null}
        {actions ? <div className={css.actions}>{actions}</div> : null}
      </div>
      {children}
    </section>
  );
}
