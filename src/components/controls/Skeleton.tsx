import { Skeleton as MantineSkeleton } from '@mantine/core';
import { cx } from './cx.ts';
import css from './Skeleton.module.css';

/**
 * The shape of a value that is being read. `width` in characters, so that it stands where the words will. `still`: without motion, for
 * rows that fly past while a list is scrolled — an animation in each costs more than the row. The library's look without its component,
 * which costs a row more than all that is in it, and which a paragraph cannot hold.
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
      data-visible
      data-animate={still ? undefined : true}
      className={cx(MantineSkeleton.classes.root, css.skeleton, className)}
      style={{ width: `${width}ch` }}
    />
  );
}
