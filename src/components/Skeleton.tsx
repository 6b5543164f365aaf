import { cx } from './cx.ts';
import css from './Skeleton.module.css';

/** The shape of a value that is being read. `width` in characters, so that it stands where the words will. */
export function Skeleton({ width, className }: { width: number; className?: string }) {
  return <span aria-hidden="true" className={cx(css.skeleton, className)} style={{ width: `${width}ch` }} />;
}
