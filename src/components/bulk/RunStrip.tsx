import { useEffect } from 'react';
import { Link, useLocation } from 'react-router';
import type { ActiveRun } from '../../api/bulk/active-runs.ts';
import { figure } from '../../model/format.ts';
import { paths } from '../../model/paths.ts';
import { Button } from '../controls/Button.tsx';
import { setTitlePrefix } from '../layout/Announcer.tsx';
import { Banner } from '../layout/Banner.tsx';
import css from './RunStrip.module.css';

/** Tells of runs on pages other than their own, in the tab's title, and by a notification when one ends out of view. */
export default function RunStrip({ runs }: { runs: readonly ActiveRun[] }) {
  const { pathname } = useLocation();
  useTitleProgress(runs);
  useEndNotification(runs);
  const elsewhere = runs.filter(({ id }) => pathname !== paths.bulk(id));
  if (elsewhere.length === 0) return null;
  return (
    <section aria-label="Bulk changes">
      {elsewhere.map((run) => (
        <Banner
          key={run.id}
          className={css.strip ?? ''}
          tone={toneOf(run)}
          actions={
            <>
              <Link to={paths.bulk(run.id)}>Open the run</Link>
              {run.phase === 'ended' ? (
                <Button variant="link" onClick={() => run.dismiss()}>
                  Dismiss
                </Button>
              ) : null}
            </>
          }
        >
          {words(run)}
        </Banner>
      ))}
    </section>
  );
}

function toneOf({ phase, problem, outcomes, finished, total }: ActiveRun): 'error' | 'warning' | 'success' | 'info' {
  if (problem) return 'error';
  if (phase !== 'ended') return 'info';
  return outcomes.failed + outcomes.unknown > 0 || finished < total ? 'warning' : 'success';
}

const heads = { running: 'Bulk change', paused: 'Bulk change paused', ended: 'Bulk change ended' };

function words({ phase, chosen, outcomes, problem }: ActiveRun): string {
  const others = (
    [
      ['already-set', 'already set'],
      ['skipped', 'skipped'],
      ['failed', 'failed'],
      ['unknown', 'with unknown outcome'],
    ] as const
  ).flatMap(([outcome, what]) => (outcomes[outcome] > 0 ? [`, ${figure(outcomes[outcome])} ${what}`] : []));
  const done = `${figure(outcomes.verified)} of ${chosen} done`;
  return `${heads[phase]}: ${done}${others.join('')}.${problem ? ` ${problem}` : ''}`;
}

/** How far the runs are, in front of whatever title the page has. */
function useTitleProgress(runs: readonly ActiveRun[]): void {
  const finished = runs.reduce((sum, run) => sum + run.finished, 0);
  const total = runs.reduce((sum, run) => sum + run.total, 0);
  const percent = total === 0 ? 0 : Math.floor((finished / total) * 100);
  const prefix = runs.every(({ phase }) => phase === 'ended')
    ? 'Ended · '
    : runs.some(({ phase }) => phase === 'running')
      ? `${percent} % · `
      : `Paused at ${percent} % · `;
  useEffect(() => setTitlePrefix(prefix), [prefix]);
  useEffect(() => () => setTitlePrefix(''), []);
}

function notify(run: ActiveRun): void {
  try {
    const notification = new Notification('Holdfast', { body: words(run), tag: run.id });
    notification.onclick = () => window.focus();
  } catch {
    // Chrome on Android lets only a service worker make one; the title and the strip tell of the end there.
  }
}

/** Ends of which a notification has told. */
const notified = new Set<string>();

function useEndNotification(runs: readonly ActiveRun[]): void {
  useEffect(() => {
    for (const run of runs) {
      if (run.phase === 'running') notified.delete(run.id);
      if (run.phase !== 'ended' || notified.has(run.id)) continue;
      notified.add(run.id);
      if (document.visibilityState === 'visible' || typeof Notification === 'undefined') continue;
      if (Notification.permission !== 'granted') continue;
      notify(run);
    }
  }, [runs]);
}
