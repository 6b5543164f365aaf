import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { type PlanGroup, planGroups } from '../../api/bulk/plan.ts';
import type { BulkRun } from '../../api/bulk/run.ts';
import {
  type BulkItem,
  countGroups,
  countItems,
  type RunSnapshot,
  type StoredRun,
  targetOf,
} from '../../api/bulk/types.ts';
import { calledOf } from '../../api/changes/change.ts';
import { Button } from '../../components/controls/Button.tsx';
import { cx } from '../../components/controls/cx.ts';
import { IconArrowRight, IconBan, IconCheck, IconClockPause, IconX } from '../../components/controls/icons.ts';
import { Status } from '../../components/load-balancer/Status.tsx';
import { PersistenceValue } from '../../components/persistence/PersistenceValue.tsx';
import { RequestPreview } from '../../components/persistence/RequestPreview.tsx';
import recordCss from '../../components/records/Records.module.css';
import { figure } from '../../model/format.ts';
import { subjectKey } from '../../model/load-balancer.ts';
import { paths } from '../../model/paths.ts';
import { samePersistence } from '../../model/persistence.ts';
import css from './bulk.module.css';
import { Chevron } from './Chevron.tsx';

const icon = { size: 18, stroke: 1.75, 'aria-hidden': true } as const;

const looks: Record<
  PlanGroup,
  { readonly label: string; readonly className: string | undefined; readonly icon: ReactNode }
> = {
  'will-change': { label: 'will change', className: css.will, icon: <IconArrowRight {...icon} /> },
  already: { label: 'already so', className: css.already, icon: <IconCheck {...icon} /> },
  'not-possible': { label: 'not possible', className: css.impossible, icon: <IconBan {...icon} /> },
  locked: { label: 'locked now', className: css.locked, icon: <IconClockPause {...icon} /> },
};

const causes: Record<string, string> = {
  gone: 'gone',
  'no-subject': 'nothing to change',
  unread: 'could not be read',
  status: 'status',
  'changed-since': 'changed since',
  protocol: 'protocol',
  role: 'role',
};

/** Why the rows of a group are in it, counted. */
function whyOf(items: readonly BulkItem[], group: PlanGroup): string {
  if (group === 'locked') return counted(items, ({ status }) => status ?? 'unknown status');
  if (group === 'not-possible') return counted(items, ({ planned }) => causes[planned?.cause ?? ''] ?? '');
  return '';
}

const counted = (items: readonly BulkItem[], key: (item: BulkItem) => string): string =>
  [...Map.groupBy(items, key)].map(([name, each]) => `${name} (${each.length})`).join(', ');

/** The plan: four counted groups, each opening to its rows and reasons. */
export function PlanGroups({ run, snapshot }: { run: BulkRun; snapshot: RunSnapshot }) {
  const planned = snapshot.items.filter(({ state }) => state.at === 'planned');
  const counts = countGroups(planned);
  return (
    <div className={css.groups}>
      {planGroups.map((group) => {
        const items = planned.filter((item) => item.planned?.group === group);
        const { label, className, icon } = looks[group];
        const first = items[0];
        const target = first && targetOf(first, snapshot.run);
        return (
          <details key={group} className={css.group}>
            <summary>
              <Chevron />
              <span className={cx(css.picture, className)}>{icon}</span>
              <span className={css.groupCount}>{figure(counts[group])}</span>
              <span className={css.groupName}>{label}</span>
              <span className={cx(css.quiet, css.groupWhy)}>{whyOf(items, group)}</span>
            </summary>
            <div className={css.groupBody}>
              {group === 'locked' && items.length > 0 ? (
                <label className={css.switch}>
                  <input
                    type="checkbox"
                    checked={snapshot.run.waitForLocked}
                    onChange={(event) => run.choose({ waitForLocked: event.target.checked })}
                  />
                  <span>Let them wait their turn: each is changed when it is ACTIVE again.</span>
                </label>
              ) : null}
              {items.length === 0 ? (
                <p className={css.quiet}>None.</p>
              ) : (
                <ItemTable items={items} run={snapshot.run} reasons />
              )}
              {group === 'will-change' && first && target ? (
                <>
                  <p className={css.faint}>
                    The request for <bdi translate="no">{calledOf(first)}</bdi>
                    {items.length > 1 ? `; the other ${items.length - 1} differ in region and id only` : ''}
                    {snapshot.run.takesBack ? ' and in the value that each had' : ''}.
                  </p>
                  <RequestPreview target={first} after={target} />
                </>
              ) : null}
            </div>
          </details>
        );
      })}
    </div>
  );
}

interface ItemTableProps {
  items: readonly BulkItem[];
  run: StoredRun;
  reasons?: boolean;
  onRemove?: ((item: BulkItem) => void) | undefined;
}

const step = 100;

/** Load balancers of the run, a hundred at a time. */
export function ItemTable({ items, run, reasons = false, onRemove }: ItemTableProps) {
  const [shown, setShown] = useState(step);
  return (
    <>
      <table className={recordCss.table}>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Region</th>
            <th scope="col">Status</th>
            <th scope="col">Protocol</th>
            <th scope="col">Session Persistence</th>
            {reasons ? <th scope="col">Why</th> : null}
            {onRemove ? (
              <th scope="col">
                <span className="visually-hidden">Remove</span>
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody translate="no">
          {items.slice(0, shown).map((item) => (
            <tr key={subjectKey(item)}>
              <td className={recordCss.name}>
                <Link to={paths.loadBalancer(item)}>
                  <bdi translate="no">{calledOf(item)}</bdi>
                </Link>
              </td>
              <td className={recordCss.nowrap}>{item.region}</td>
              <td className={recordCss.nowrap}>{item.status ? <Status status={item.status} /> : '—'}</td>
              <td className={recordCss.nowrap}>{item.protocol ?? '—'}</td>
              <td>
                <Becomes item={item} run={run} />
              </td>
              {reasons ? <td className={css.reason}>{item.planned?.reason}</td> : null}
              {onRemove ? (
                <td>
                  <Button
                    variant="subtle"
                    size="small"
                    square
                    aria-label={`Remove ${calledOf(item)}`}
                    onClick={() => onRemove(item)}
                  >
                    <IconX size={16} stroke={1.75} aria-hidden />
                  </Button>
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
      {items.length > shown ? (
        <Button variant="link" onClick={() => setShown(shown + 5 * step)}>
          Show more: {countItems(items.slice(shown))} left
        </Button>
      ) : null}
    </>
  );
}

/** The value that was read and, where it differs, the one that it is to have. */
export function Becomes({ item, run }: { item: BulkItem; run: StoredRun }) {
  const target = targetOf(item, run);
  const taken = item.planned?.group === 'will-change' || item.planned?.group === 'locked';
  if (!item.before) return <span className={css.quiet}>not read yet</span>;
  return (
    <span className={cx(recordCss.change, css.becomes)}>
      <PersistenceValue value={item.before} />
      {target && taken && !samePersistence(item.before, target) ? (
        <>
          <span className={recordCss.arrow} role="img" aria-label="becomes">
            →
          </span>
          <PersistenceValue value={target} />
        </>
      ) : null}
    </span>
  );
}
