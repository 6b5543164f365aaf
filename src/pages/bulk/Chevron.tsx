import css from './bulk.module.css';

/** Turns when the group that it stands in opens. */
export function Chevron() {
  return (
    <svg
      className={css.chevron}
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      aria-hidden="true"
    >
      <path d="m6 4 4 4-4 4" />
    </svg>
  );
}
