import { inventory } from '../../api/inventory/inventory.ts';
import type { RowDetails } from '../../api/inventory/summaries.ts';
import { Skeleton } from '../../components/controls/Skeleton.tsx';
import { ago, localTime, utcTime } from '../../components/controls/time.ts';
import { openers } from '../../components/dialogs/dialog-focus.ts';
import { isMoving, Status } from '../../components/load-balancer/Status.tsx';
import { PersistenceOf } from '../../components/persistence/PersistenceValue.tsx';
import { count } from '../../model/format.ts';
import type { LoadBalancer } from '../../model/load-balancer.ts';
import { paths } from '../../model/paths.ts';
import { persistenceWords } from '../../model/persistence.ts';
import type { PendingChange } from './pending-change.ts';
import css from './row-parts.module.css';

/**
 * What stands in a row or a card. Plain functions: hundreds of rows come and go while the list is scrolled, so a row has few
 * components and no handlers of its own — the list listens for all (list-events.ts).
 */
export interface RowContext {
  readonly row: LoadBalancer;
  readonly entry: RowDetails | undefined;
  readonly change: PendingChange | undefined;
  /** Milliseconds since the Unix epoch, in coarse steps. */
  readonly now: number;
  /** Whether the row's menu is open. */
  readonly open: boolean;
  /** Whether the row's controls are in the tab order. */
  readonly current: boolean;
}

/** The cog's picture, drawn once for all rows. Shape: Tabler Icons, "settings". */
export const CogSymbol = () => (
  <svg width="0" height="0" className={css.symbols} aria-hidden="true">
    <symbol
      id="cog"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d="M10.325 4.317c.426 -1.756 2.924 -1.756 3.35 0a1.724 1.724 0 0 0 2.573 1.066c1.543 -.94 3.31 .826 2.37 2.37a1.724 1.724 0 0 0 1.065 2.572c1.756 .426 1.756 2.924 0 3.35a1.724 1.724 0 0 0 -1.066 2.573c.94 1.543 -.826 3.31 -2.37 2.37a1.724 1.724 0 0 0 -2.572 1.065c-.426 1.756 -2.924 1.756 -3.35 0a1.724 1.724 0 0 0 -2.573 -1.066c-1.543 .94 -3.31 -.826 -2.37 -2.37a1.724 1.724 0 0 0 -1.065 -2.572c-1.756 -.426 -1.756 -2.924 0 -3.35a1.724 1.724 0 0 0 1.066 -2.573c-.94 -1.543 .826 -3.31 2.37 -2.37c1 .608 2.296 .07 2.572 -1.065" />
      <path d="M9 12a3 3 0 1 0 6 0a3 3 0 0 0 -6 0" />
    </symbol>
  </svg>
);

const status = ({ row }: RowContext) => (
  <Status status={row.status} since={isMoving(row.status) ? row.updated : null} />
);

/** The cog, with what can be done, and the name, which leads to the details. */
const name = ({ row, open, current }: RowContext) => (
  <span className={css.name}>
    <button
      type="button"
      className={css.cog}
      aria-label={`Actions for ${row.name}`}
      aria-haspopup="menu"
      aria-expanded={open}
      tabIndex={current ? 0 : -1}
      data-opener={openers.cog(row)}
      data-cog
    >
      <svg width="16" height="16" aria-hidden="true">
        <use href="#cog" />
      </svg>
    </button>
    <a href={paths.loadBalancer(row)} title={row.name} className={css.link} tabIndex={current ? 0 : -1} data-open>
      {row.name}
    </a>
  </span>
);

/** Why what is known may not be so any more, as the end of a sentence; empty when nothing says so. */
function doubt(row: LoadBalancer, { error }: RowDetails): string {
  if (error) return `; it could not be read again: ${error.message}`;
  return inventory.details.summaries.isOutdated(row) ? '; it was changed since and is read again' : '';
}

/** Session persistence as last read, with its age on hover; never "Disabled" before it was read. */
function persistence({ row, entry, change }: RowContext) {
  if (change)
    return (
      <span className={css.applying}>
        {change.state.at === 'queued' ? 'queued' : 'applying'} → {persistenceWords(change.after)}
      </span>
    );
  if (entry?.known)
    return (
      <span
        title={`Read ${localTime(entry.known.readAt)}${doubt(row, entry)}`}
        className={doubt(row, entry) && css.unread}
      >
        <PersistenceOf subjects={entry.known.subjects} />
      </span>
    );
  if (entry?.error)
    return (
      <span className={css.unread} title={entry.error.message}>
        Not read
      </span>
    );
  return (
    <>
      <Skeleton width={14} still />
      <span className="visually-hidden">Not read yet</span>
    </>
  );
}

/** A long protocol is cut, its port never. */
const protocol = ({ row }: RowContext) =>
  row.protocol.length > 10 ? (
    <span className={css.pair} title={`${row.protocol} ${row.port}`}>
      <span className={css.cut}>{row.protocol}</span> <span className={css.quiet}>{row.port}</span>
    </span>
  ) : (
    <>
      {row.protocol} <span className={css.quiet}>{row.port}</span>
    </>
  );

function address({ row }: RowContext) {
  const [first, ...others] = row.virtualIps;
  if (!first) return <span className={css.quiet}>—</span>;
  return (
    <span title={row.virtualIps.map((each) => `${each.address} (${each.type})`).join('\n')}>
      <span className="mono" translate="no">
        {first.address}
      </span>
      {others.length > 0 ? <span className={css.quiet}> +{others.length}</span> : null}
    </span>
  );
}

/** Online of total once the details were read, "3 nodes" until then. */
function nodes({ row, entry }: RowContext) {
  if (!entry?.known)
    return <span className={css.quiet}>{row.nodeCount === null ? '—' : count(row.nodeCount, 'node')}</span>;
  const { online, total } = entry.known;
  return (
    <span
      className={online < total ? css.some : undefined}
      title={total === 0 ? 'No nodes' : `${online} of ${count(total, 'node')} online`}
    >
      {online}/{total}
    </span>
  );
}

const region = ({ row }: RowContext) => row.region;

function updated({ row, now }: RowContext) {
  if (row.updated === null) return <span className={css.quiet}>—</span>;
  const fresh = now - row.updated < 60_000;
  return (
    <time
      translate="no"
      className={css.quiet}
      dateTime={new Date(row.updated).toISOString()}
      title={`${localTime(row.updated)}\n${utcTime(row.updated)}`}
    >
      {fresh ? 'now' : ago(row.updated, now)}
    </time>
  );
}

export const parts = { status, name, persistence, protocol, address, nodes, region, updated } as const;
