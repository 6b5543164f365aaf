import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { BulkRun } from '../../api/bulk/run.ts';
import type { RunSnapshot } from '../../api/bulk/types.ts';
import type { LimitWait } from '../../api/http/queue.ts';
import { requestQueue } from '../../api/http/region-requests.ts';
import { Button } from '../../components/controls/Button.tsx';
import { duration } from '../../components/controls/time.ts';
import { Banner } from '../../components/layout/Banner.tsx';
import { figure } from '../../model/format.ts';
import css from './bulk.module.css';
import { NotStored } from './NotStored.tsx';

/** The run as it goes: bar, counts, rate, time left, what it waits for, Pause and Stop. */
export function RunProgress({ run, snapshot }: { run: BulkRun; snapshot: RunSnapshot }) {
  const { counts, phase, problem, rate, timeLeft, run: stored } = snapshot;
  const total = counts.done + counts.failed + counts.waiting + counts.underWay + counts.inDoubt;
  const finished = counts.done + counts.failed;
  const percent = (part: number): string => `${total ? (part / total) * 100 : 0}%`;
  const paces = usePaces(phase === 'running');
  return (
    <section className={css.section} aria-labelledby="progress">
      <div className={css.sectionHead}>
        <h2 id="progress">{phaseWords[phase] ?? 'Run'}</h2>
        <div className={css.actions}>
          {phase === 'running' ? <Button onClick={() => run.pause()}>Pause</Button> : null}
          {phase === 'paused' ? (
            <Button variant="primary" onClick={() => void run.resume()}>
              Resume
            </Button>
          ) : null}
          {phase === 'running' || phase === 'paused' ? <Button onClick={() => run.stop()}>Stop</Button> : null}
        </div>
      </div>
      <div
        className={css.bar}
        role="progressbar"
        aria-label="Load balancers finished"
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={finished}
        aria-valuetext={`${finished} of ${total}`}
      >
        <span className={css.barDone} style={{ width: percent(counts.done) }} />
        <span className={css.barFailed} style={{ width: percent(counts.failed) }} />
        <span className={css.barMoving} style={{ width: percent(counts.underWay) }} />
      </div>
      <p className={css.facts}>
        <span>
          <strong>{figure(counts.done)}</strong> of {figure(total)} done
        </span>
        {counts.underWay > 0 ? (
          <span>
            <strong>{counts.underWay}</strong> under way
          </span>
        ) : null}
        <span>
          <strong>{figure(counts.waiting)}</strong> {phase === 'ended' ? 'not run' : 'waiting'}
        </span>
        <span>
          <strong>{counts.failed}</strong> failed
        </span>
        {counts.inDoubt > 0 ? (
          <span>
            <strong>{counts.inDoubt}</strong> with unknown outcome
          </span>
        ) : null}
        {rate !== null && phase === 'running' ? <span>{rate.toFixed(1)} a second</span> : null}
        {timeLeft !== null ? <span>about {duration(Math.max(1_000, timeLeft))} left</span> : null}
        {phase === 'ended' && stored.started !== null && stored.ended !== null ? (
          <span>in {duration(stored.ended - stored.started)}</span>
        ) : null}
      </p>
      {phase === 'running' ? <p className={css.faint}>{paces ?? 'Within the request limits.'}</p> : null}
      {problem && phase === 'paused' ? (
        <Banner tone="error" live>
          The run is paused: {problem}{' '}
          {snapshot.signedOut ? 'Sign in again, then press Resume.' : 'Press Resume to try again.'} Nothing is sent
          twice.
        </Banner>
      ) : null}
      {phase === 'stopping' ? (
        <Banner live>Stopping: nothing more is begun; what is under way ({counts.underWay}) still finishes.</Banner>
      ) : null}
      {phase === 'ended' && stored.endedBecause ? (
        <Banner tone={stored.endedBecause.includes('ERROR') ? 'error' : 'warning'}>{stored.endedBecause}</Banner>
      ) : null}
      {snapshot.stored ? null : <NotStored />}
      <Milestones finished={finished} total={total} failed={counts.failed} phase={phase} />
      <NotificationOffer going={phase === 'running'} />
    </section>
  );
}

const phaseWords: Partial<Record<RunSnapshot['phase'], string>> = {
  running: 'Running',
  paused: 'Paused',
  stopping: 'Stopping',
  ended: 'Result',
};

/** Says every tenth of the way, so that a screen reader is told without being flooded. */
function Milestones(props: { finished: number; total: number; failed: number; phase: string }) {
  const { finished, total, failed, phase } = props;
  const tenth = total ? Math.floor((finished / total) * 10) : 0;
  const words =
    phase === 'ended'
      ? `The run has ended: ${finished - failed} done, ${failed} failed.`
      : `${tenth * 10} percent, ${failed} failed.`;
  return (
    <p role="status" className="visually-hidden">
      {words}
    </p>
  );
}

/** How long a limit that was hit is spoken of, in milliseconds: waits come and go several times a second. */
const remembered = 3_000;

/** Which request limits set the pace just now, as a sentence. */
function usePaces(going: boolean): string | null {
  const waits = useSyncExternalStore(requestQueue.subscribe, requestQueue.waits);
  const seen = useRef(new Map<string, number>());
  const [words, setWords] = useState<string | null>(null);
  useEffect(() => {
    for (const wait of waits) seen.current.set(limitName(wait), Date.now());
    const speak = () => {
      const recent = [...seen.current].filter(([, time]) => time > Date.now() - remembered).map(([name]) => name);
      setWords(recent.length > 0 ? `Waits for the request limit of ${recent.sort().join(', ')}.` : null);
    };
    speak();
    const timer = setTimeout(speak, remembered);
    return () => clearTimeout(timer);
  }, [waits]);
  return going ? words : null;
}

const limitName = ({ region, verb }: LimitWait): string => `${region} (${verb})`;

/** Offers a notification at the end, where the browser has not been asked yet. */
function NotificationOffer({ going }: { going: boolean }) {
  const [permission, setPermission] = useState(() =>
    typeof Notification === 'undefined' ? 'denied' : Notification.permission,
  );
  if (!going || permission === 'denied') return null;
  return permission === 'granted' ? (
    <p className={css.faint}>A notification tells when the run has ended, if this tab is not in view.</p>
  ) : (
    <p>
      <Button variant="link" onClick={async () => setPermission(await Notification.requestPermission())}>
        Notify me when it ends
      </Button>
    </p>
  );
}
