import { IconSettings } from '@tabler/icons-react';
import { useContext, useSyncExternalStore } from 'react';
import { Link } from 'react-router';
import { persistenceLabel } from '../../../contract/persistence.ts';
import { type LoadBalancer, persistenceType } from '../../api/model.ts';
import { isOver, persistenceChanges } from '../../api/persistence-change.ts';
import { Menu } from '../../components/Menu.tsx';
import { openers } from '../../components/opener.ts';
import { PersistenceValue } from '../../components/PersistenceValue.tsx';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { isMoving, Status } from '../../components/Status.tsx';
import { localTime } from '../../components/time.ts';
import { paths } from '../../paths.ts';
import { count } from '../../words.ts';
import css from './cells.module.css';
import { useDetailsOf } from './details-index.ts';
import { RowActions } from './row-actions.tsx';

interface CellProps {
  row: LoadBalancer;
}

export const StatusCell = ({ row }: CellProps) => (
  <Status status={row.status} since={isMoving(row.status) ? row.updated : null} />
);

/** The cog, with what can be done, and the name, which leads to the details. */
export function NameCell({ row }: CellProps) {
  return (
    <span className={css.name}>
      <Cog row={row} />
      <Link to={paths.loadBalancer(row)} title={row.name} className={css.link}>
        {row.name}
      </Link>
    </span>
  );
}

export function Cog({ row }: CellProps) {
  const actions = useContext(RowActions);
  return (
    <Menu
      className={css.cog}
      aria-label={`Actions for ${row.name}`}
      data-opener={openers.cog(row)}
      items={() => actions(row)}
    >
      <IconSettings size={16} stroke={1.75} aria-hidden />
    </Menu>
  );
}

/** Session persistence as last read, with its age on hover; never "Disabled" before it was read. */
export function PersistenceCell({ row }: CellProps) {
  const entry = useDetailsOf(row);
  const change = useSyncExternalStore(persistenceChanges.subscribe, () => persistenceChanges.of(row));
  if (change && !isOver(change.state))
    return (
      <span className={css.applying}>
        {change.state.at === 'queued' ? 'queued' : 'applying'} → {persistenceLabel(persistenceType(change.after))}
      </span>
    );
  if (entry?.known)
    return (
      <span className={css.late} title={`Read ${localTime(entry.known.readAt)}`}>
        <PersistenceValue value={entry.known.persistence} />
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
      <Skeleton width={14} />
      <span className="visually-hidden">Not read yet</span>
    </>
  );
}

export const ProtocolCell = ({ row }: CellProps) => (
  <>
    {row.protocol} <span className={css.port}>{row.port}</span>
  </>
);

export function AddressCell({ row }: CellProps) {
  const [first, ...others] = row.virtualIps;
  if (!first) return <span className={css.quiet}>—</span>;
  return (
    <span className={css.address} title={row.virtualIps.map(({ address, type }) => `${address} (${type})`).join('\n')}>
      <span className="mono">{first.address}</span>
      {others.length > 0 ? <span className={css.quiet}> +{others.length}</span> : null}
    </span>
  );
}

/** Online of total once the details were read, "3 nodes" until then. */
export function NodesCell({ row }: CellProps) {
  const known = useDetailsOf(row)?.known;
  if (!known) return <span className={css.quiet}>{row.nodeCount === null ? '—' : count(row.nodeCount, 'node')}</span>;
  const { online, total } = known;
  return (
    <span
      className={total > 0 && online < total ? css.some : undefined}
      title={total === 0 ? 'No nodes' : `${online} of ${count(total, 'node')} online`}
    >
      {online}/{total}
    </span>
  );
}

export const UpdatedCell = ({ row }: CellProps) => <RelativeTime time={row.updated} className={css.quiet ?? ''} />;
