import '@mantine/core/styles/Progress.layer.css';
import { Progress } from '@mantine/core';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { countOutcomes, type OutcomeCounts } from '../../api/bulk/outcomes.ts';
import type { RunSnapshot } from '../../api/bulk/types.ts';
import type { LimitWait } from '../../api/http/queue.ts';
import { requestQueue } from '../../api/http/region-requests.ts';
import { Button } from '../../components/controls/Button.tsx';
import { duration } from '../../components/controls/time.ts';
import { Banner } from '../../components/layout/Banner.tsx';
import { figure } from '../../model/format.ts';
import css from './bulk.module.css';
import { NotStored } from './NotStored.tsx';

/** The run as it goes: bar, counts, rate, time left and what it waits for. */
export function RunProgress({ snapshot }: { snapshot: RunSnapshot }) {
  const { counts, phase, problem, rate, timeLeft, run: stored } = snapshot;
  const total = counts.done + counts.failed + counts.waiting + counts.underWay + counts.inDoubt;
  const finished = counts.done + counts.failed;
  const percent = (part: number): number => (total ? (part / total) * 100 : 0);
  const outcomes = countOutcomes(snapshot.items);
  const paces = usePaces(phase === 'running');
  return (
    <section className={css.section} aria-labelledby="progress">
      <div className={css.sectionHead}>
        <h2 id="progress">{phaseWords[phase] ?? 'Run'}</h2>
      </div>
      <Progress.Root
        role="progressbar"
        aria-label="Load balancers finished"
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={finished}
        aria-valuetext={`${finished} of ${total}`}
      >
        <Progress.Section withAria={false} value={percent(counts.done)} color="var(--green)" />
        <Progress.Section withAria={false} value={percent(counts.failed)} color="var(--red-fill)" />
        <Progress.Section
          className={css.moving ?? ''}
          withAria={false}
          value={percent(counts.underWay)}
          color="var(--amber)"
        />
      </Progress.Root>
      <ul className={css.facts} aria-label="Counts">
        <Fact number={snapshot.items.length} what="chosen" />
        <Fact number={outcomes.verified} what="verified" />
        <Fact number={outcomes['already-set']} what="already set" />
        <Fact number={outcomes.skipped} what="skipped" />
        <Fact number={outcomes.failed} what="failed" />
        {outcomes.unknown > 0 ? <Fact number={outcomes.unknown} what="with unknown outcome" /> : null}
        {phase === 'ended' ? null : <Fact number={outcomes['in-progress']} what="in progress" />}
        {phase === 'ended' && outcomes.waiting === 0 ? null : (
          <Fact number={outcomes.waiting} what={phase === 'ended' ? 'not run' : 'waiting'} />
        )}
      </ul>
      <p className={css.facts}>
        {phase === 'running' ? <span>{paces ?? 'Running within rate limits.'}</span> : null}
        {phase === 'paused' ? <span>Nothing new is sent; changes in progress will finish.</span> : null}
        {phase === 'stopping' ? <span>Nothing more is sent; changes in progress will finish.</span> : null}
        {rate !== null && phase === 'running' ? <span>{rate.toFixed(1)} a second</span> : null}
        {timeLeft !== null ? <span>about {duration(Math.max(1_000, timeLeft))} left</span> : null}
        {phase === 'ended' && stored.started !== null && stored.ended !== null ? (
          <span>Took {duration(stored.ended - stored.started)}</span>
        ) : null}
      </p>
      {problem && phase === 'paused' ? (
        <Banner tone="error" live>
          The run is paused: {problem}{' '}
          {snapshot.signedOut ? 'Sign in again, then press Resume.' : 'Press Resume to try again.'} Nothing is sent
          twice.
        </Banner>
      ) : null}
      {phase === 'ended' && stored.endedBecause ? (
        <Banner tone={stored.endedBecause.includes('ERROR') ? 'error' : 'warning'}>{stored.endedBecause}</Banner>
      ) : null}
      {snapshot.stored ? null : <NotStored />}
      <Milestones finished={finished} total={total} outcomes={outcomes} chosen={snapshot.items.length} phase={phase} />
      <NotificationOffer going={phase === 'running'} />
    </section>
  );
}

const Fact = ({ number, what }: { number: number; what: string }) => (
  <li>
    <strong>{figure(number)}</strong> {what}
  </li>
);

const phaseWords: Partial<Record<RunSnapshot['phase'], string>> = {
  running: 'Running',
  paused: 'Paused',
  stopping: 'Stopping',
  ended: 'Result',
};

/** Says every tenth of the way, so that a screen reader is told without being flooded. */
function Milestones(props: {
  finished: number;
  total: number;
  chosen: number;
  outcomes: OutcomeCounts;
  phase: RunSnapshot['phase'];
}) {
  const { finished, total, chosen, outcomes, phase } = props;
  const tenth = total ? Math.floor((finished / total) * 10) : 0;
  const failed = outcomes.failed + outcomes.unknown;
  const words =
    phase === 'ended'
      ? `The run has ended. Verified: ${outcomes.verified} of ${chosen}. Already set: ${outcomes['already-set']}. Skipped: ${outcomes.skipped}. Failed: ${outcomes.failed}. Outcome unknown: ${outcomes.unknown}.`
      : `${tenth * 10} percent. Failed: ${failed}.`;
  return (
    <p role="status" className="visually-hidden">
      {words}
    </p>
  );
}

/** How long a limit that was hit is spoken of, in milliseconds: waits come and go several times a second. */
const remembered = 3_000;

/** Which rate limits set the pace just now, as a sentence. */
function usePaces(going: boolean): string | null {
  const waits = useSyncExternalStore(requestQueue.subscribe, requestQueue.waits);
  const seen = useRef(new Map<string, number>());
  const [words, setWords] = useState<string | null>(null);
  useEffect(() => {
    for (const wait of waits) seen.current.set(limitName(wait), Date.now());
    const speak = () => {
      const recent = [...seen.current].filter(([, time]) => time > Date.now() - remembered).map(([name]) => name);
      setWords(waitWords(recent.sort()));
    };
    speak();
    const timer = setTimeout(speak, remembered);
    return () => clearTimeout(timer);
  }, [waits]);
  return going ? words : null;
}

const waitWords = (limits: readonly string[]): string | null =>
  limits.length === 0 ? null : `Waiting for the rate limit${limits.length > 1 ? 's' : ''} of ${limits.join(', ')}.`;

const limitName = ({ region, verb }: LimitWait): string => `${region} (${verb})`;

/** Offers a notification at the end, where the browser has not been asked yet. */
function NotificationOffer({ going }: { going: boolean }) {
  const [permission, setPermission] = useState(() =>
    typeof Notification === 'undefined' ? 'denied' : Notification.permission,
  );
  if (!going || permission === 'denied') return null;
  return permission === 'granted' ? (
    <p className={css.faint}>You will be notified when the run ends, if this tab is not in view.</p>
  ) : (
    <p>
      <Button variant="link" onClick={async () => setPermission(await Notification.requestPermission())}>
        Notify me when it ends
      </Button>
    </p>
  );
}
