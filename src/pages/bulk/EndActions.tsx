import { Link, useNavigate } from 'react-router';
import { encoded } from '../../../contract/shared/text.ts';
import { countOutcomes } from '../../api/bulk/outcomes.ts';
import { recordOf, toCsv, toJson } from '../../api/bulk/report.ts';
import type { BulkRun } from '../../api/bulk/run.ts';
import { type BulkInput, startPutBack } from '../../api/bulk/runs.ts';
import { type RunSnapshot, targetOf } from '../../api/bulk/types.ts';
import { Button } from '../../components/controls/Button.tsx';
import { IconArrowBackUp, IconDownload } from '../../components/controls/icons.ts';
import { download } from '../../components/records/download.ts';
import { figure } from '../../model/format.ts';
import { subjectOf } from '../../model/load-balancer.ts';
import { paths } from '../../model/paths.ts';
import css from './bulk.module.css';

/** What this run changed, as the inputs of the run that reverts it. */
function reverses({ items, run }: RunSnapshot): BulkInput[] {
  return items.flatMap((item): BulkInput[] => {
    const { kind, state, before, name, partName, edit } = item;
    const after = targetOf(item, run);
    if (!before || !after || kind.same(before, after)) return [];
    const changed =
      (state.at === 'done' && !state.already) ||
      (state.at === 'failed' && (state.why === 'error-status' || state.why === 'unconfirmed'));
    if (!changed || kind.whyFinal?.(before, after)) return [];
    const by = kind.reversal?.(before, after)?.name ?? edit;
    return [
      {
        subject: subjectOf(item),
        name,
        ...(partName === undefined ? {} : { partName }),
        ...(by === undefined ? {} : { edit: by }),
        target: before,
        expected: after,
      },
    ];
  });
}

const icon = { size: 16, stroke: 1.75, 'aria-hidden': true } as const;

/** What leads on from a run that has ended: continue, retry, revert. */
export function EndActions({ run, snapshot }: { run: BulkRun; snapshot: RunSnapshot }) {
  const navigate = useNavigate();
  const { counts, items, run: stored } = snapshot;
  const left = counts.waiting + counts.inDoubt;
  const unknown = countOutcomes(items).unknown - counts.inDoubt;
  const failed = counts.failed - unknown;
  const what = [failed > 0 && 'failed', unknown > 0 && 'unknown'].filter(Boolean).join(' or ');
  const back = reverses(snapshot);
  return (
    <>
      {left > 0 ? (
        <Button variant="primary" onClick={() => void run.goOn()}>
          Continue with {figure(left)} left
        </Button>
      ) : null}
      {counts.failed > 0 ? (
        <Button onClick={() => void run.retryFailed()}>
          Retry {figure(counts.failed)} {what}
        </Button>
      ) : null}
      {back.length > 0 ? (
        <Button
          icon={<IconArrowBackUp {...icon} />}
          onClick={async () => navigate(await startPutBack(back, stored.id, `Revert run ${stored.id}`))}
        >
          Revert all…
        </Button>
      ) : null}
    </>
  );
}

/** The record of a run, to keep and to look up. */
export function RecordActions({ snapshot }: { snapshot: RunSnapshot }) {
  const { id } = snapshot.run;
  const fileName = `holdfast-run-${id}`;
  return (
    <div className={css.actions}>
      <Button
        size="small"
        icon={<IconDownload {...icon} />}
        onClick={() => download(`${fileName}.csv`, 'text/csv', toCsv(recordOf(snapshot)))}
      >
        Download CSV
      </Button>
      <Button
        size="small"
        icon={<IconDownload {...icon} />}
        onClick={() => download(`${fileName}.json`, 'application/json', toJson(snapshot, recordOf(snapshot)))}
      >
        Download JSON
      </Button>
      <Link to={paths.history(`?run=${encoded(id)}`)}>In the history</Link>
    </div>
  );
}
