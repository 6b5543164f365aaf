import '@mantine/core/styles/Progress.layer.css';
import { Progress } from '@mantine/core';
import { readingTime } from '../../api/bulk/estimate.ts';
import type { BulkRun } from '../../api/bulk/run.ts';
import type { RunSnapshot } from '../../api/bulk/types.ts';
import { Button } from '../../components/controls/Button.tsx';
import { useNow } from '../../components/controls/clock.ts';
import { duration } from '../../components/controls/time.ts';
import { figure } from '../../model/format.ts';
import css from './bulk.module.css';
import { StepBar } from './StepBar.tsx';

/** Reading for the preview, with how long it still takes. */
export function Reading({ run, snapshot }: { run: BulkRun; snapshot: RunSnapshot }) {
  const now = useNow();
  const { done, total, since } = snapshot.reading ?? { done: 0, total: 0, since: now };
  const measured = done > 20 ? ((now - since) / done) * (total - done) : null;
  const unread = snapshot.items.filter(({ state, read }) => state.at === 'planned' && read === null);
  const left = measured ?? readingTime(unread);
  return (
    <section className={css.section} aria-labelledby="reading">
      <div className={css.sectionHead}>
        <h2 id="reading">Reading current settings</h2>
      </div>
      <Progress.Root
        role="progressbar"
        aria-label="Read"
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done}
        aria-valuetext={`${done} of ${total}`}
      >
        <Progress.Section withAria={false} value={total ? (done / total) * 100 : 0} color="var(--accent)" />
      </Progress.Root>
      <p className={css.facts}>
        <span>
          <strong>{figure(done)}</strong> of {figure(total)} read
        </span>
        <span>about {duration(Math.max(1_000, left))} left</span>
      </p>
      <StepBar>
        <Button onClick={() => run.stopReading()}>Stop reading</Button>
      </StepBar>
    </section>
  );
}
