import { Button } from '../../components/controls/Button.tsx';
import { duration } from '../../components/controls/time.ts';
import { count, figure } from '../../model/format.ts';
import { type Filters, type ListState, type UnknownValue, unknownSentence, withoutValues } from './list-state.ts';
import css from './ToolbarNotes.module.css';
import type { Reading } from './use-read-all.ts';

export interface ToolbarNotesProps {
  /** Load balancers that were read, and those of them that are shown. */
  total: number;
  shown: number;
  filters: Filters;
  /** Chosen values that no filter offers. */
  unknown: readonly UnknownValue[];
  reading: Reading;
  change(part: Partial<ListState>): void;
}

/** What has to be known about the result: values that no filter offers, and details that are still to be read or could not be. */
export default function ToolbarNotes({ total, shown, filters, unknown, reading, change }: ToolbarNotesProps) {
  return (
    <>
      {unknown.length > 0 && shown > 0 ? (
        <div className={css.reading}>
          <span>{unknown.map(unknownSentence).join(' ')}</span>
          <Button variant="link" onClick={() => change({ filters: withoutValues(filters, unknown) })}>
            Remove from the filter
          </Button>
        </div>
      ) : null}
      {reading.unread > 0 ? <ReadingNote reading={reading} total={total} /> : null}
      {reading.failed && !reading.running ? (
        <div className={css.reading}>
          <span>
            {count(reading.failed.count, 'load balancer')} could not be read and{' '}
            {reading.failed.count === 1 ? 'is' : 'are'} not in this result: {reading.failed.why}
          </span>
          <Button variant="link" onClick={reading.retry}>
            Try again
          </Button>
        </div>
      ) : null}
    </>
  );
}

function ReadingNote({ reading, total }: { reading: Reading; total: number }) {
  const { unread, running, left } = reading;
  const read = total - unread;
  return (
    <div className={css.reading}>
      <progress max={total} value={read} aria-label="Session persistence read" />
      <span>
        Session persistence read of {figure(read)} of {figure(total)}
        {running && left !== null ? `, about ${duration(left)} left` : ''}
        {running ? '' : ' — stopped; the others are not in this result'}
      </span>
      <Button variant="link" onClick={running ? reading.stop : reading.resume}>
        {running ? 'Stop' : 'Continue'}
      </Button>
    </div>
  );
}
