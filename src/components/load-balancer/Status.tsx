import type { ReactNode } from 'react';
import { useNow } from '../controls/clock.ts';
import { cx } from '../controls/cx.ts';
import { lasted } from '../controls/time.ts';
import css from './Status.module.css';

type Tone = 'green' | 'amber' | 'red' | 'grey';

interface Look {
  readonly word: string;
  readonly tone: Tone;
  readonly icon: ReactNode;
  readonly moving?: true;
}

const disc = <circle cx="8" cy="8" r="4.5" fill="currentColor" />;
const ring = <circle cx="8" cy="8" r="4" fill="none" stroke="currentColor" strokeWidth="2" />;
const half = (
  <>
    {ring}
    <path d="M8 4a4 4 0 0 1 0 8z" fill="currentColor" />
  </>
);
const triangle = <path d="M8 2.5 14.5 13.5h-13z" fill="currentColor" strokeLinejoin="round" />;
const square = <rect x="4" y="4" width="8" height="8" rx="1" fill="currentColor" />;
const cross = <path d="m4.5 4.5 7 7m0-7-7 7" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />;

/** Statuses of load balancers and nodes: a shape of its own beside word and colour for each kind of news. */
const looks: Readonly<Record<string, Look>> = {
  ACTIVE: { word: 'Active', tone: 'green', icon: disc },
  BUILD: { word: 'Building', tone: 'amber', icon: half, moving: true },
  PENDING_UPDATE: { word: 'Updating', tone: 'amber', icon: half, moving: true },
  PENDING_DELETE: { word: 'Deleting', tone: 'amber', icon: half, moving: true },
  SUSPENDED: { word: 'Suspended', tone: 'grey', icon: square },
  ERROR: { word: 'Error', tone: 'red', icon: triangle },
  DELETED: { word: 'Deleted', tone: 'grey', icon: cross },
  ONLINE: { word: 'Online', tone: 'green', icon: disc },
  OFFLINE: { word: 'Offline', tone: 'red', icon: triangle },
  ENABLED: { word: 'Enabled', tone: 'grey', icon: disc },
  DISABLED: { word: 'Disabled', tone: 'grey', icon: ring },
  DRAINING: { word: 'Draining', tone: 'amber', icon: half },
};

const unknown = (status: string): Look => ({ word: status || 'Unknown', tone: 'grey', icon: ring });

/** The word that the panel shows for a status; one that it has never seen keeps the API's own. */
export const statusWord = (status: string): string => (looks[status] ?? unknown(status)).word;
export const isMoving = (status: string): boolean => looks[status]?.moving === true;

interface StatusProps {
  status: string;
  /** When it took this status, milliseconds since the Unix epoch: a status in transition shows how long it has lasted. */
  since?: number | null | undefined;
  className?: string | undefined;
}

/** A status as shape, word and colour. */
export function Status({ status, since, className }: StatusProps) {
  const { word, tone, icon, moving } = looks[status] ?? unknown(status);
  return (
    <span translate="no" className={cx(css.status, css[tone], moving && css.moving, className)} title={status}>
      <svg width="16" height="16" viewBox="0 0 16 16" fill="none" aria-hidden="true">
        {icon}
      </svg>
      <span>{word}</span>
      {moving && since ? <Elapsed since={since} /> : null}
    </span>
  );
}

/** Counts the time since a moment in its largest unit; longer than a day says nothing worth the room. */
export function Elapsed({ since }: { since: number }) {
  const past = useNow() - since;
  if (past > 86_400_000) return null;
  return <span className={css.elapsed}>{lasted(past)}</span>;
}
