import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { resultOf } from '../../api/bulk/report.ts';
import { type BulkItem, countItems, type ItemState, type RunSnapshot, timeOf } from '../../api/bulk/types.ts';
import { calledOf } from '../../api/changes/change.ts';
import { Button } from '../../components/controls/Button.tsx';
import { cx } from '../../components/controls/cx.ts';
import {
  IconAlertTriangle,
  IconBan,
  IconCheck,
  IconClock,
  IconLoader2,
  IconQuestionMark,
} from '../../components/controls/icons.ts';
import { Elapsed } from '../../components/load-balancer/Status.tsx';
import recordCss from '../../components/records/Records.module.css';
import { figure } from '../../model/format.ts';
import { subjectKey } from '../../model/load-balancer.ts';
import { paths } from '../../model/paths.ts';
import css from './bulk.module.css';
import { Becomes } from './PlanGroups.tsx';

const filters = [
  ['all', 'All'],
  ['under-way', 'Under way'],
  ['done', 'Done'],
  ['failed', 'Failed'],
  ['in-doubt', 'Outcome unknown'],
  ['waiting', 'Waiting'],
  ['skipped', 'Left out'],
] as const;

const order: Record<ItemState['at'], number> = {
  'under-way': 0,
  'in-doubt': 1,
  failed: 2,
  done: 2,
  waiting: 3,
  planned: 3,
  skipped: 4,
};

/** What moves first, then the newest result; what waits keeps the order of the run. */
const byNews = (a: BulkItem, b: BulkItem): number =>
  order[a.state.at] - order[b.state.at] || timeOf(b.state) - timeOf(a.state) || a.index - b.index;

const step = 100;

interface ResultsProps {
  snapshot: RunSnapshot;
  /** Has the server read an item whose outcome is unknown; absent where the run is another tab's. */
  onVerify?(item: BulkItem & { record: string }): Promise<void>;
}

/** What became of each load balancer so far; it grows while the run goes. */
export function Results({ snapshot, onVerify }: ResultsProps) {
  const [filter, setFilter] = useState<(typeof filters)[number][0]>('all');
  const [shown, setShown] = useState(step);
  const items = snapshot.items.filter(({ state }) => state.at !== 'planned');
  const counts = new Map(
    [...Map.groupBy(items, ({ state }) => state.at)].map(([at, each]) => [at as string, each.length]),
  );
  const rows = items.filter(({ state }) => filter === 'all' || state.at === filter).sort(byNews);
  return (
    <section className={css.section} aria-labelledby="results">
      <div className={css.sectionHead}>
        <h2 id="results">Load balancers</h2>
      </div>
      <fieldset className={css.filters} aria-label="Show">
        {filters.map(([at, label]) => {
          const number = at === 'all' ? items.length : (counts.get(at) ?? 0);
          if (number === 0 && at !== 'all' && at !== filter) return null;
          return (
            <Button key={at} size="small" aria-pressed={filter === at} onClick={() => setFilter(at)}>
              {label} {figure(number)}
            </Button>
          );
        })}
      </fieldset>
      <table className={recordCss.table}>
        <thead>
          <tr>
            <th scope="col">Result</th>
            <th scope="col">Name</th>
            <th scope="col">Region</th>
            <th scope="col">Session Persistence</th>
            <th scope="col">Detail</th>
          </tr>
        </thead>
        <tbody translate="no">
          {rows.slice(0, shown).map((item) => (
            <tr key={subjectKey(item)}>
              <td className={recordCss.nowrap}>
                <Result item={item} ended={snapshot.phase === 'ended'} />
                <Verify item={item} onVerify={onVerify} />
              </td>
              <td className={recordCss.name}>
                <Link to={paths.loadBalancer(item)}>
                  <bdi translate="no">{calledOf(item)}</bdi>
                </Link>
              </td>
              <td className={recordCss.nowrap}>{item.region}</td>
              <td>
                <Becomes item={item} run={snapshot.run} />
              </td>
              <td className={css.reason}>{detailOf(item)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 ? <p className={css.quiet}>None.</p> : null}
      {rows.length > shown ? (
        <Button variant="link" onClick={() => setShown(shown + 5 * step)}>
          Show more: {countItems(rows.slice(shown))} left
        </Button>
      ) : null}
    </section>
  );
}

const detailOf = (item: BulkItem): string =>
  item.state.at === 'done' && !item.state.already
    ? `read back in ${(item.state.took / 1_000).toFixed(1)} s`
    : resultOf(item).detail;

const icon = { size: 16, stroke: 1.75, 'aria-hidden': true } as const;

const stepWords = {
  queued: 'Waiting its turn',
  sending: 'Sending',
  settling: 'Applying',
  reading: 'Reading back',
} as const;

/** Of an item that a run in doubt reads by itself nothing need be asked. */
function Verify({ item, onVerify }: { item: BulkItem; onVerify: ResultsProps['onVerify'] }) {
  const [busy, setBusy] = useState(false);
  const { state, record, name } = item;
  if (!onVerify || record === null || state.at !== 'failed' || state.why !== 'unconfirmed') return null;
  return (
    <Button
      variant="link"
      busy={busy}
      aria-label={`Verify now: ${name}`}
      onClick={async () => {
        setBusy(true);
        await onVerify({ ...item, record });
        setBusy(false);
      }}
    >
      Verify now
    </Button>
  );
}

function Result({ item: { state, planned }, ended }: { item: BulkItem; ended: boolean }) {
  const look = (className: string | undefined, picture: ReactNode, words: ReactNode) => (
    <span className={cx(recordCss.result, className)}>
      {picture}
      <span>{words}</span>
    </span>
  );
  switch (state.at) {
    case 'done':
      return look(recordCss.good, <IconCheck {...icon} />, state.already ? 'Already so' : 'Done');
    case 'failed':
      return state.why === 'unconfirmed'
        ? look(recordCss.open, <IconQuestionMark {...icon} />, 'Outcome unknown')
        : look(recordCss.bad, <IconAlertTriangle {...icon} />, 'Failed');
    case 'in-doubt':
      return look(recordCss.open, <IconQuestionMark {...icon} />, 'Outcome unknown');
    case 'under-way':
      return look(
        recordCss.open,
        <IconLoader2 {...icon} />,
        <>
          {stepWords[state.step]} <Elapsed since={state.since} />
        </>,
      );
    case 'skipped':
      return planned?.group === 'already'
        ? look(recordCss.plain, <IconCheck {...icon} />, 'Already so')
        : look(recordCss.plain, <IconBan {...icon} />, 'Left out');
    default:
      return look(recordCss.plain, <IconClock {...icon} />, ended ? 'Not run' : 'Waiting');
  }
}
