import { inventory } from '../../api/inventory/inventory.ts';
import type { RowDetails, Summary } from '../../api/inventory/summaries.ts';
import { cx } from '../../components/controls/cx.ts';
import { ago, localTime, utcTime } from '../../components/controls/time.ts';
import { openers } from '../../components/dialogs/dialog-focus.ts';
import { Elapsed, isMoving, statusClass, statusWord } from '../../components/load-balancer/Status.tsx';
import { count } from '../../model/format.ts';
import { endpointWords, type LoadBalancer, noSubject, persistenceSummary } from '../../model/load-balancer.ts';
import { paths } from '../../model/paths.ts';
import { persistenceType, persistenceWords } from '../../model/persistence.ts';
import type { ColumnId } from './list-state.ts';
import type { PendingChange } from './pending-change.ts';
import css from './row-parts.module.css';

/**
 * What stands in a row or a card. Plain functions: hundreds of rows come and go while the list is scrolled, so a row has few elements,
 * no components and no handlers of its own — the list listens for all (use-row-events.ts).
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

/** A part is what it gives to the cell of a table or the line of a card, so that it needs no element of its own. */
export interface Part {
  readonly className?: string | undefined;
  readonly title?: string | undefined;
  readonly children: React.ReactNode;
}

const status = ({ row }: RowContext): Part => ({
  className: cx(statusClass(row.status), css.status),
  title: row.status,
  children:
    isMoving(row.status) && row.updated !== null ? (
      <>
        {statusWord(row.status)}
        <Elapsed since={row.updated} />
      </>
    ) : (
      statusWord(row.status)
    ),
});

/** The cog, with what can be done, and the name, which leads to the details. */
const name = ({ row, open, current }: RowContext): Part => ({
  className: css.name,
  children: (
    <>
      <button
        type="button"
        className={css.cog}
        aria-label={`Actions for ${row.name}`}
        aria-haspopup="menu"
        aria-expanded={open}
        tabIndex={current ? 0 : -1}
        data-opener={openers.cog(row)}
        data-cog
      />
      <a href={paths.loadBalancer(row)} title={row.name} className={css.link} tabIndex={current ? 0 : -1} data-open>
        {row.name}
      </a>
    </>
  ),
});

/** Why what is known may not be so any more, as the end of a sentence; empty when nothing says so. */
function doubt(row: LoadBalancer, { error }: RowDetails): string {
  if (error) return `; it could not be refreshed: ${error.message}`;
  return inventory.details.summaries.isOutdated(row) ? '; it has changed since and is being refreshed' : '';
}

/** Session persistence as last read, with its age on hover; never "Disabled" before it was read. */
function persistence({ row, entry, change }: RowContext): Part {
  if (change)
    return {
      className: css.applying,
      children: `${change.state.at === 'queued' ? 'queued' : 'applying'} → ${persistenceWords(change.after)}`,
    };
  if (entry?.known) return read(row, entry, entry.known);
  if (entry?.error) return { className: css.unread, title: entry.error.message, children: 'Not read' };
  return { className: css.awaited, children: <span className="visually-hidden">Not read yet</span> };
}

function read(row: LoadBalancer, entry: RowDetails, { subjects, readAt }: Summary): Part {
  const doubted = doubt(row, entry);
  const age = `Read ${localTime(readAt)}${doubted}`;
  const unread = doubted ? css.unread : undefined;
  const summary = persistenceSummary(subjects);
  if (summary.at === 'none')
    return {
      className: unread,
      title: `${age}\n${noSubject}`,
      children: '–',
    };
  if (summary.at === 'mixed') {
    const each = subjects.map(({ name, persistence }) => `${name}: ${persistenceWords(persistence)}`);
    return { className: unread, title: [age, ...each].join('\n'), children: 'Mixed' };
  }
  const type = persistenceType(summary.persistence);
  const words = persistenceWords(summary.persistence);
  const where = summary.subjects > 1 ? ` in ${summary.subjects} pools` : '';
  return {
    className: unread ?? (type === null ? css.off : undefined),
    title: age,
    children:
      type === null || type === words ? (
        `${words}${where}`
      ) : (
        <>
          {`${words} `}
          <code translate="no" className={css.enum}>
            {type}
          </code>
          {where}
        </>
      ),
  };
}

/** A long protocol is cut, its port never; of several listeners the first are read, and all of them on hover. */
const protocol = ({ row }: RowContext): Part =>
  row.endpoints
    ? { className: css.cut, title: endpointWords(row), children: endpointWords(row) }
    : row.protocol === ''
      ? { className: css.quiet, children: '' }
      : row.protocol.length > 10
        ? {
            className: css.pair,
            title: `${row.protocol} ${row.port}`,
            children: (
              <>
                <span className={css.cut}>{row.protocol}</span>
                <span>{` ${row.port}`}</span>
              </>
            ),
          }
        : { children: `${row.protocol} ${row.port}` };

function address({ row }: RowContext): Part {
  const [first, ...others] = row.virtualIps;
  if (!first) return { className: css.quiet, children: '—' };
  return {
    className: 'mono',
    title: row.virtualIps.map((each) => `${each.address} (${each.type})`).join('\n'),
    children: others.length > 0 ? `${first.address} +${others.length}` : first.address,
  };
}

/** Online of total once the details were read, "3 nodes" until then. */
function nodes({ row, entry }: RowContext): Part {
  if (!entry?.known)
    return { className: css.quiet, children: row.nodeCount === null ? '—' : count(row.nodeCount, 'node') };
  const { online, total } = entry.known;
  if (online === null) return { title: count(total, 'member'), children: String(total) };
  return {
    className: online < total ? css.some : undefined,
    title: total === 0 ? 'No nodes' : `${online} of ${count(total, 'node')} online`,
    children: `${online}/${total}`,
  };
}

const region = ({ row }: RowContext): Part => ({ title: row.region, children: row.region });

function updated({ row, now }: RowContext): Part {
  if (row.updated === null) return { className: css.quiet, children: '—' };
  return {
    className: css.quiet,
    title: `${localTime(row.updated)}\n${utcTime(row.updated)}`,
    children: now - row.updated < 60_000 ? 'now' : ago(row.updated, now),
  };
}

export const parts: Readonly<Record<ColumnId, (context: RowContext) => Part>> = {
  status,
  name,
  persistence,
  protocol,
  address,
  nodes,
  region,
  updated,
};
