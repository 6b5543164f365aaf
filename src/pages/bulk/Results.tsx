import '@mantine/core/styles/Table.layer.css';
import '@mantine/core/styles/Tabs.layer.css';
import { Table, Tabs } from '@mantine/core';
import { memo, type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { countOutcomes, type Outcome, outcomeOf, outcomes } from '../../api/bulk/outcomes.ts';
import { resultOf } from '../../api/bulk/report.ts';
import {
  type BulkItem,
  countItems,
  type ItemState,
  itemKey,
  type RunSnapshot,
  type StoredRun,
  timeOf,
} from '../../api/bulk/types.ts';
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
import { paths } from '../../model/paths.ts';
import css from './bulk.module.css';
import { Becomes, changedThing } from './ItemTable.tsx';

const words: Record<Outcome, string> = {
  'in-progress': 'In progress',
  verified: 'Verified',
  failed: 'Failed',
  unknown: 'Outcome unknown',
  waiting: 'Waiting',
  'already-set': 'Already set',
  skipped: 'Skipped',
};

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
  onVerify?: ((item: BulkItem & { record: string }) => Promise<void>) | undefined;
  /** What can be done with all of it. */
  actions?: ReactNode;
}

/** What became of each load balancer so far; it grows while the run goes. */
export function Results({ snapshot, onVerify, actions }: ResultsProps) {
  const [filter, setFilter] = useState<Outcome | 'all'>('all');
  const [shown, setShown] = useState(step);
  const { run } = snapshot;
  const ended = snapshot.phase === 'ended';
  const items = snapshot.items.filter(({ state }) => state.at !== 'planned');
  const counts = countOutcomes(items);
  const rows = items.filter((item) => filter === 'all' || outcomeOf(item) === filter).sort(byNews);
  return (
    <section className={css.section} aria-labelledby="results">
      <div className={css.sectionHead}>
        <h2 id="results">Load balancers</h2>
        {actions}
      </div>
      <Tabs value={filter} onChange={(value) => setFilter((value ?? 'all') as Outcome | 'all')}>
        <Tabs.List aria-label="Show">
          <Tabs.Tab value="all">All {figure(items.length)}</Tabs.Tab>
          {outcomes.map((outcome) =>
            counts[outcome] > 0 || outcome === filter ? (
              <Tabs.Tab key={outcome} value={outcome}>
                {ended && outcome === 'waiting' ? 'Not run' : words[outcome]} {figure(counts[outcome])}
              </Tabs.Tab>
            ) : null,
          )}
        </Tabs.List>
        <Tabs.Panel value={filter}>
          <Table className={recordCss.table ?? ''}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">Result</Table.Th>
                <Table.Th scope="col">Name</Table.Th>
                <Table.Th scope="col">Region</Table.Th>
                <Table.Th scope="col">{changedThing(items)}</Table.Th>
                <Table.Th scope="col">Detail</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody translate="no">
              {rows.slice(0, shown).map((item) => (
                <ResultRow key={itemKey(item)} item={item} run={run} ended={ended} onVerify={onVerify} />
              ))}
            </Table.Tbody>
          </Table>
          {rows.length === 0 ? <p className={css.quiet}>None.</p> : null}
          {rows.length > shown ? (
            <Button variant="link" onClick={() => setShown(shown + 5 * step)}>
              Show more: {countItems(rows.slice(shown))} left
            </Button>
          ) : null}
        </Tabs.Panel>
      </Tabs>
    </section>
  );
}

interface ResultRowProps {
  item: BulkItem;
  run: StoredRun;
  ended: boolean;
  onVerify: ResultsProps['onVerify'];
}

/** Drawn again only when its item changes: a run publishes ten times a second. */
const ResultRow = memo(({ item, run, ended, onVerify }: ResultRowProps) => (
  <Table.Tr>
    <Table.Td className={recordCss.nowrap ?? ''}>
      <Result item={item} ended={ended} />
      <Verify item={item} onVerify={onVerify} />
    </Table.Td>
    <Table.Td className={recordCss.name ?? ''}>
      <Link to={paths.loadBalancer(item)}>
        <bdi translate="no">{calledOf(item)}</bdi>
      </Link>
    </Table.Td>
    <Table.Td className={recordCss.nowrap ?? ''}>{item.region}</Table.Td>
    <Table.Td>
      <Becomes item={item} run={run} />
    </Table.Td>
    <Table.Td className={css.reason ?? ''}>{resultOf(item).detail}</Table.Td>
  </Table.Tr>
));

const icon = { size: 16, stroke: 1.75, 'aria-hidden': true } as const;

const stepWords = {
  queued: 'Waiting its turn',
  sending: 'Sending',
  settling: 'Applying',
  reading: 'Verifying',
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

const looks: Record<Outcome, { readonly className: string | undefined; readonly picture: ReactNode }> = {
  'in-progress': { className: recordCss.open, picture: <IconLoader2 {...icon} /> },
  verified: { className: recordCss.good, picture: <IconCheck {...icon} /> },
  failed: { className: recordCss.bad, picture: <IconAlertTriangle {...icon} /> },
  unknown: { className: recordCss.open, picture: <IconQuestionMark {...icon} /> },
  waiting: { className: recordCss.plain, picture: <IconClock {...icon} /> },
  'already-set': { className: recordCss.plain, picture: <IconCheck {...icon} /> },
  skipped: { className: recordCss.plain, picture: <IconBan {...icon} /> },
};

function resultWords({ state, planned }: BulkItem, outcome: Outcome, ended: boolean): ReactNode {
  if (state.at === 'under-way')
    return (
      <>
        {stepWords[state.step]} <Elapsed since={state.since} />
      </>
    );
  if (outcome === 'verified' && state.at === 'done' && state.took > 0)
    return `Verified in ${(state.took / 1_000).toFixed(1)} s`;
  if (outcome === 'skipped') return `Skipped: ${planned?.group === 'locked' ? 'locked' : 'not possible'}`;
  return ended && outcome === 'waiting' ? 'Not run' : words[outcome];
}

function Result({ item, ended }: { item: BulkItem; ended: boolean }) {
  const outcome = outcomeOf(item);
  const { className, picture } = looks[outcome];
  return (
    <span className={cx(recordCss.result, className)}>
      {picture}
      <span>{resultWords(item, outcome, ended)}</span>
    </span>
  );
}
