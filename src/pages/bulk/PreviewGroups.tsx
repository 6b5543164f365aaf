import '@mantine/core/styles/Checkbox.layer.css';
import { Checkbox } from '@mantine/core';
import type { ReactNode } from 'react';
import { type PlanGroup, planGroups } from '../../api/bulk/plan.ts';
import type { BulkRun } from '../../api/bulk/run.ts';
import { type BulkItem, countGroups, type RunSnapshot, targetOf } from '../../api/bulk/types.ts';
import { calledOf } from '../../api/changes/change.ts';
import { RequestPreview } from '../../components/changes/RequestPreview.tsx';
import { cx } from '../../components/controls/cx.ts';
import { IconArrowRight, IconBan, IconCheck, IconClockPause } from '../../components/controls/icons.ts';
import { figure } from '../../model/format.ts';
import { subjectOf } from '../../model/load-balancer.ts';
import css from './bulk.module.css';
import { Chevron } from './Chevron.tsx';
import { ItemTable } from './ItemTable.tsx';

const icon = { size: 18, stroke: 1.75, 'aria-hidden': true } as const;

const looks: Record<
  PlanGroup,
  { readonly label: string; readonly className: string | undefined; readonly icon: ReactNode }
> = {
  'will-change': { label: 'will change', className: css.will, icon: <IconArrowRight {...icon} /> },
  already: { label: 'already set', className: css.already, icon: <IconCheck {...icon} /> },
  'not-possible': { label: 'not possible', className: css.impossible, icon: <IconBan {...icon} /> },
  locked: { label: 'locked', className: css.locked, icon: <IconClockPause {...icon} /> },
};

const causes: Record<string, string> = {
  gone: 'gone',
  'no-subject': 'nothing to change',
  unread: 'could not be read',
  status: 'status',
  'changed-since': 'changed since',
  protocol: 'protocol',
  rule: 'rule',
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

/** Four counted groups, each opening to its rows and reasons. */
export function PreviewGroups({ run, snapshot }: { run: BulkRun; snapshot: RunSnapshot }) {
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
                <Checkbox
                  label="Change these when they become ACTIVE"
                  checked={snapshot.run.waitForLocked}
                  onChange={(event) => run.choose({ waitForLocked: event.currentTarget.checked })}
                />
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
                    {items.length > 1
                      ? `; the other ${items.length - 1} differ only in region${snapshot.run.takesBack ? ', id and value' : ' and id'}`
                      : ''}
                    .
                  </p>
                  <RequestPreview
                    region={first.region}
                    write={first.kind.request(subjectOf(first), target, first.before)}
                  />
                </>
              ) : null}
            </div>
          </details>
        );
      })}
    </div>
  );
}
