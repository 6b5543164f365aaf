import { type ReactNode, useId } from 'react';
import css from './Section.module.css';

interface SectionProps {
  title: string;
  /** Beside the title, such as a count. */
  aside?: ReactNode;
  children: ReactNode;
}

/** A part of the page under its own heading. */
export function Section({ title, aside, children }: SectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={css.section}>
      <div className={css.head}>
        <h2 id={id}>{title}</h2>
        {aside ? <span className={css.aside}>{aside}</span> : null}
      </div>
      {children}
    </section>
  );
}
