import { Progress } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { persistenceLabel } from '../../../../contract/shared/persistence-words.ts';
import {
  type CheckOptions,
  type CheckProgress,
  type CheckStart,
  defaultCheck,
  lastCheckQuery,
  runCheck,
  type StoredCheck,
  whyNotChecked,
} from '../../../api/checks/checks.ts';
import { ApiError } from '../../../api/http/client.ts';
import { queryClient } from '../../../api/http/query-client.ts';
import { Button } from '../../../components/controls/Button.tsx';
import { cx } from '../../../components/controls/cx.ts';
import { IconCheck, IconHelpCircle, IconX } from '../../../components/controls/icons.ts';
import { RelativeTime } from '../../../components/controls/RelativeTime.tsx';
import { asksToRun } from '../../../components/load-balancer/run-here.ts';
import { type LoadBalancerDetails, type Subject, subjectIn } from '../../../model/load-balancer.ts';
import { disabled, persistenceType } from '../../../model/persistence.ts';
import { CheckOptionFields } from './CheckOptionFields.tsx';
import css from './LastCheck.module.css';
import { Strip } from './Strip.tsx';

const verdictIcons = {
  sticky: <IconCheck size={18} stroke={1.75} aria-hidden="true" />,
  'not-sticky': <IconX size={18} stroke={1.75} aria-hidden="true" />,
  'cannot-tell': <IconHelpCircle size={18} stroke={1.75} aria-hidden="true" />,
};

const nothing: CheckProgress = { start: null, probes: [], verdict: null };
const progressOf = (check: StoredCheck): CheckProgress => ({
  start: check,
  probes: check.strip,
  verdict: check.verdict,
});

/** What the two kinds of clients are called: one keeps what it is given, of the other each request is the first. */
function labelsFor(protocol: string, start: CheckStart | null) {
  const secure = start?.target.secure ?? false;
  const kept =
    protocol === 'HTTPS' || start?.type === 'SSL_ID'
      ? 'with one TLS session'
      : secure
        ? 'with one cookie jar and TLS session'
        : 'with one cookie jar';
  return { kept, fresh: 'new client each time' };
}

interface LastCheckProps {
  target: Subject;
  details: LoadBalancerDetails | undefined;
}

/** The last stickiness check, or the one that runs: which node answered each request, and the verdict. */
export function LastCheck({ target, details }: LastCheckProps) {
  const [options, setOptions] = useState<CheckOptions>(defaultCheck);
  const [progress, setProgress] = useState<CheckProgress>(nothing);
  const [problem, setProblem] = useState<string | null>(null);
  /** When the check ended that was the last one when this page began its own. */
  const [former, setFormer] = useState<string | null>(null);
  const [running, setRunning] = useState<AbortController | null>(null);
  const ssl = details?.sslTermination?.enabled ?? false;
  const section = useRef<HTMLDivElement>(null);
  const result = useRef<HTMLDivElement>(null);
  const subject = details && (subjectIn(details, target) ?? details.subjects[0]);
  const whyNot = details ? whyNotChecked(details, subject) : null;
  const lastCheck = lastCheckQuery(target);
  // What is kept is no part of what the page is opened for: it comes after the details, and when it does not, nothing is missing.
  const { data: last = null, isPending } = useQuery(
    { ...lastCheck, enabled: details !== undefined && whyNot === null },
    queryClient,
  );
  const location = useLocation();
  const navigate = useNavigate();

  async function run() {
    running?.abort();
    const control = new AbortController();
    const report = (next: CheckProgress) => {
      if (!control.signal.aborted) setProgress(next);
    };
    setRunning(control);
    setProgress(nothing);
    setProblem(null);
    setFormer(last?.at ?? null);
    try {
      // The choice of the secure port goes unseen with the port itself.
      await runCheck(target, { ...options, secure: options.secure && ssl }, report, control.signal);
      void queryClient.invalidateQueries({ queryKey: lastCheck.queryKey });
    } catch (error) {
      if (!control.signal.aborted)
        setProblem(error instanceof ApiError ? error.message : 'The check broke off. Run it again.');
    } finally {
      setRunning((now) => (now === control ? null : now));
    }
  }

  const asked = asksToRun(location);
  const start = useRef(run);
  start.current = run;
  const handled = useRef('');
  const ready = details !== undefined;
  useEffect(() => {
    if (!asked || !ready || handled.current === location.key) return;
    handled.current = location.key;
    section.current?.scrollIntoView({ block: 'nearest' });
    section.current?.focus({ preventScroll: true });
    // Done once: reloading the page or coming back to it sends no requests of its own.
    void navigate({ search: location.search, hash: location.hash }, { replace: true, preventScrollReset: true });
    if (whyNot === null) void start.current();
  }, [asked, ready, whyNot, location, navigate]);
  useEffect(() => () => running?.abort(), [running]);

  const ended = progress.verdict !== null;
  useEffect(() => {
    if (ended) result.current?.scrollIntoView({ block: 'nearest' });
  }, [ended]);

  /** Nothing was run on this visit, so that the last check is what there is to show. */
  const idle = progress === nothing && running === null && !problem;
  const { start: begun, probes, verdict } = idle && last ? progressOf(last) : progress;
  const kept = last && (idle || (ended && last.at !== former)) ? last : null;
  const now = details && persistenceType(subject?.persistence ?? disabled);

  return (
    <div ref={section} id="stickiness" tabIndex={-1} className={css.check}>
      <div className={css.head}>
        <p className={css.age}>
          {kept ? (
            <>
              Last check <RelativeTime time={Date.parse(kept.at)} /> by <bdi translate="no">{kept.user}</bdi>.
            </>
          ) : running ? (
            'Checking…'
          ) : idle && !last && !whyNot && details && !isPending ? (
            'Not checked yet.'
          ) : null}
        </p>
        {running ? (
          <Button size="small" onClick={() => running.abort()}>
            Stop
          </Button>
        ) : null}
        <Button size="small" onClick={() => void run()} busy={running !== null} disabled={!details} reason={whyNot}>
          {begun ? 'Run again' : 'Run the check'}
        </Button>
      </div>
      <div ref={result} className={css.result}>
        {details && whyNot ? null : (
          <>
            <Strip
              probes={probes}
              requests={begun?.requests ?? defaultCheck.requests}
              kept={begun?.kept ?? Math.ceil((begun?.requests ?? defaultCheck.requests) / 2)}
              labels={labelsFor(details?.protocol ?? 'HTTP', begun)}
              idle={!begun}
            />
            <Progress
              size={3}
              value={begun && running ? (100 * probes.length) / begun.requests : 0}
              className={running ? undefined : css.resting}
              aria-label="Requests answered"
              aria-hidden={!running}
            />
          </>
        )}
        <div role={idle && !whyNot ? undefined : 'status'} className={css.words}>
          {verdict ? (
            <p className={cx(css.verdict, css[verdict.outcome])}>
              {verdictIcons[verdict.outcome]}
              <span>{verdict.words}</span>
            </p>
          ) : null}
          {verdict && begun && now !== undefined && begun.type !== now ? (
            <p className={css.quiet}>
              Session persistence was {persistenceLabel(begun.type)} then and is {persistenceLabel(now)} now. Run the
              check again.
            </p>
          ) : null}
          {problem ? (
            <p className={cx(css.verdict, css.problem)}>
              <IconX size={18} stroke={1.75} aria-hidden="true" />
              <span>{problem}</span>
            </p>
          ) : null}
          {whyNot ? <p className={css.quiet}>{whyNot}</p> : null}
        </div>
        {idle && !last && !whyNot && !isPending ? (
          <p className={css.quiet}>
            A check sends {options.requests} requests to this load balancer’s own virtual IP, each on a fresh connection
            from the panel server’s address, and shows which node answered.
          </p>
        ) : null}
      </div>
      {whyNot ? null : (
        <details className={css.options}>
          <summary>Options</summary>
          <CheckOptionFields
            options={options}
            onChange={(change) => setOptions((current) => ({ ...current, ...change }))}
            securePort={ssl ? (details?.sslTermination?.securePort ?? null) : undefined}
          />
        </details>
      )}
    </div>
  );
}
