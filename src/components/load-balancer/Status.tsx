import { useNow } from '../controls/clock.ts';
import { cx } from '../controls/cx.ts';
import { lasted } from '../controls/time.ts';
import css from './Status.module.css';

interface Look {
  readonly word: string;
  readonly tone: 'green' | 'amber' | 'red' | 'grey';
  readonly shape: 'disc' | 'ring' | 'half' | 'triangle' | 'square' | 'cross';
  readonly moving?: true;
}

/** Statuses of load balancers and nodes: a shape of its own beside word and colour for each kind of news. */
const looks: Readonly<Record<string, Look>> = {
  ACTIVE: { word: 'Active', tone: 'green', shape: 'disc' },
  PENDING_CREATE: { word: 'Building', tone: 'amber', shape: 'half', moving: true },
  BUILD: { word: 'Building', tone: 'amber', shape: 'half', moving: true },
  PENDING_UPDATE: { word: 'Updating', tone: 'amber', shape: 'half', moving: true },
  PENDING_DELETE: { word: 'Deleting', tone: 'amber', shape: 'half', moving: true },
  SUSPENDED: { word: 'Suspended', tone: 'grey', shape: 'square' },
  ERROR: { word: 'Error', tone: 'red', shape: 'triangle' },
  DELETED: { word: 'Deleted', tone: 'grey', shape: 'cross' },
  ONLINE: { word: 'Online', tone: 'green', shape: 'disc' },
  DEGRADED: { word: 'Degraded', tone: 'amber', shape: 'half' },
  NO_MONITOR: { word: 'Not monitored', tone: 'grey', shape: 'ring' },
  OFFLINE: { word: 'Offline', tone: 'red', shape: 'triangle' },
  ENABLED: { word: 'Enabled', tone: 'grey', shape: 'disc' },
  DISABLED: { word: 'Disabled', tone: 'grey', shape: 'ring' },
  DRAINING: { word: 'Draining', tone: 'amber', shape: 'half' },
};

const unknown = (status: string): Look => ({ word: status || 'Unknown', tone: 'grey', shape: 'ring' });

/** The word that the panel shows for a status; one that it has never seen keeps the API's own. */
export const statusWord = (status: string): string => (looks[status] ?? unknown(status)).word;
export const isMoving = (status: string): boolean => looks[status]?.moving === true;

/** Colour and shape of a status, drawn before the text of whatever element takes this class. */
export function statusClass(status: string): string {
  const { tone, shape, moving } = looks[status] ?? unknown(status);
  return cx(css.look, css[tone], css[shape], moving && css.moving);
}

interface StatusProps {
  status: string;
  /** When it took this status, milliseconds since the Unix epoch: a status in transition shows how long it has lasted. */
  since?: number | null | undefined;
  className?: string | undefined;
}

/** A status as shape, word and colour. */
export const Status = ({ status, since, className }: StatusProps) => (
  <span translate="no" className={cx(css.status, statusClass(status), className)} title={status}>
    {statusWord(status)}
    {isMoving(status) && since ? <Elapsed since={since} /> : null}
  </span>
);

/** Counts the time since a moment in its largest unit; longer than a day says nothing worth the room. */
export function Elapsed({ since }: { since: number }) {
  const past = useNow() - since;
  if (past > 86_400_000) return null;
  return <span className={css.elapsed}>{lasted(past)}</span>;
}
