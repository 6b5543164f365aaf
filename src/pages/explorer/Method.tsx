import { cx } from '../../components/controls/cx.ts';
import css from './Method.module.css';

/** An HTTP method, reads calm and writes in colour; the word says it too. */
export const Method = ({ method, className }: { method: string; className?: string | undefined }) => (
  <span translate="no" className={cx(css.method, css[method.toLowerCase()], className)}>
    {method}
  </span>
);
