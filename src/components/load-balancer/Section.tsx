import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useLocation, useNavigationType } from 'react-router';
import { cx } from '../controls/cx.ts';
import css from './Section.module.css';
import { sectionAnchor } from './sections.ts';

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
  const heading = useRef<HTMLHeadingElement>(null);
  const { hash, key } = useLocation();
  const anchor = sectionAnchor(title);
  // A dialog over the page that closes goes back to the visit before it, and gives the focus to what had opened it.
  const back = useNavigationType() === 'POP';
  const opened = useRef(false);
  // Of each visit that names it, as its links and the palette do.
  useEffect(() => {
    const isVisit = !back || !opened.current;
    opened.current = true;
    if (key && isVisit && hash === `#${anchor}`) heading.current?.focus();
  }, [hash, key, anchor, back]);
  return (
    <section id={anchor} aria-labelledby={id} className={cx(css.section, className)}>
      <div className={css.head}>
        <h2 ref={heading} id={id} tabIndex={-1}>
          {title}
        </h2>
        {aside ? <span className={css.aside}>{aside}</span> : null}
        {actions ? <div className={css.actions}>{actions}</div> : null}
      </div>
      {children}
    </section>
  );
}
