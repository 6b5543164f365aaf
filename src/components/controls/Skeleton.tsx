import { cx } from './cx.ts';
import css from './Skeleton.module.css';

/**
 * The shape of a value that is being read. `width` in characters, so that it stands where the words will. `still`: without motion, for
 * rows that fly past while a list is scrolled — an animation in each costs more than the row.
 */
export function Skeleton({
  width,
  still = false,
  className,
}: {
  width: number;
  still?: boolean;
  className?: string | undefined;
}) {
  return (
    <span
      aria-hidden="true"
      className={cx(css.skeleton, !still && css.moving, className)}
      style={{ width: `${width}ch` }}
    />
  );
}
