import { useQuery } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState } from 'react';
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
import { Section } from '../../../components/load-balancer/Section.tsx';
import type { LoadBalancerDetails, LoadBalancerRef } from '../../../model/load-balancer.ts';
import { disabled, persistenceType } from '../../../model/persistence.ts';
import css from './StickinessSection.module.css';
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

function labelsFor({ protocol }: LoadBalancerDetails, { type, target: { secure } }: CheckStart) {
  if (protocol === 'HTTPS' || type === 'SSL_ID') return { kept: 'with one TLS session', fresh: 'without a memory' };
  return secure
    ? { kept: 'with one cookie jar and TLS session', fresh: 'without a memory' }
    : { kept: 'with one cookie jar', fresh: 'without cookies' };
}

interface StickinessSectionProps {
  target: LoadBalancerRef;
  details: LoadBalancerDetails | undefined;
}

/** Sends requests to the load balancer's own virtual IP and shows which node answered each. */
export function StickinessSection({ target, details }: StickinessSectionProps) {
  const [options, setOptions] = useState<CheckOptions>(defaultCheck);
  const [progress, setProgress] = useState<CheckProgress>(nothing);
  const [problem, setProblem] = useState<string | null>(null);
  /** When the check ended that was the last one when this page began its own. */
  const [former, setFormer] = useState<string | null>(null);
  const [running, setRunning] = useState<AbortController | null>(null);
  const ssl = details?.sslTermination?.enabled ?? false;
  const section = useRef<HTMLDivElement>(null);
  const result = useRef<HTMLDivElement>(null);
  const whyNot = details ? whyNotChecked(details.protocol) : null;
  const lastCheck = lastCheckQuery(target);
  // What is kept is no part of what the page is opened for: it comes after the details, and when it does not, nothing is missing.
  const { data: last = null } = useQuery(
    { ...lastCheck, enabled: details !== undefined && whyNot === null },
    queryClient,
  );
  const location = useLocation();
  const navigate = useNavigate();
  const ids = useId();

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
  const now = details && persistenceType(details.subjects[0]?.persistence ?? disabled);
  const set = (change: Partial<CheckOptions>) => setOptions((current) => ({ ...current, ...change }));

  return (
    <div ref={section} id="stickiness" tabIndex={-1} className={css.anchor}>
      <Section
        title="Stickiness"
        aside={begun ? `${begun.requests} requests to ${begun.target.address}:${begun.target.port}` : null}
      >
        <p className={css.lead}>
          Sends a few requests to this load balancer’s own virtual IP, each on a fresh connection, and shows which node
          answered. All of them come from the panel server’s address.
        </p>
        <div className={css.actions}>
          <Button onClick={() => void run()} busy={running !== null} disabled={!details} reason={whyNot}>
            {begun ? 'Run again' : 'Run the check'}
          </Button>
          {running ? (
            <Button variant="subtle" onClick={() => running.abort()}>
              Stop
            </Button>
          ) : null}
          <details className={css.options}>
            <summary>Options</summary>
            <div className={css.fields}>
              <label htmlFor={`${ids}-requests`}>Requests</label>
              <input
                id={`${ids}-requests`}
                type="number"
                min={4}
                max={100}
                step={2}
                value={options.requests}
                onChange={({ target: { valueAsNumber } }) =>
                  set({ requests: Number.isNaN(valueAsNumber) ? defaultCheck.requests : valueAsNumber })
                }
              />
              <label htmlFor={`${ids}-header`}>Header that names the node</label>
              <input
                id={`${ids}-header`}
                value={options.header}
                spellCheck={false}
                onChange={({ target: { value } }) => set({ header: value })}
              />
              <label htmlFor={`${ids}-path`}>Path</label>
              <input
                id={`${ids}-path`}
                value={options.path}
                spellCheck={false}
                onChange={({ target: { value } }) => set({ path: value })}
              />
              <label htmlFor={`${ids}-host`}>Host header</label>
              <input
                id={`${ids}-host`}
                value={options.host ?? ''}
                placeholder="the virtual IP"
                spellCheck={false}
                onChange={({ target: { value } }) => set({ host: value || null })}
              />
              {ssl ? (
                <label className={css.wide}>
                  <input
                    type="checkbox"
                    checked={options.secure}
                    onChange={({ target: { checked } }) => set({ secure: checked })}
                  />{' '}
                  Use the secure port {details?.sslTermination?.securePort}
                </label>
              ) : null}
            </div>
          </details>
        </div>
        <div ref={result} className={css.result}>
          {begun && details ? (
            <Strip
              probes={probes}
              requests={begun.requests}
              kept={begun.kept ?? Math.ceil(begun.requests / 2)}
              labels={labelsFor(details, begun)}
            />
          ) : null}
          <div role={idle && !whyNot ? undefined : 'status'}>
            {verdict ? (
              <p className={cx(css.verdict, css[verdict.outcome])}>
                {verdictIcons[verdict.outcome]}
                <span>{verdict.words}</span>
              </p>
            ) : null}
            {verdict && begun && now !== undefined && begun.type !== now ? (
              <p className={css.lead}>
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
            {whyNot ? <p className={css.lead}>{whyNot}</p> : null}
          </div>
          {kept ? (
            <p className={css.age}>
              Last check <RelativeTime time={Date.parse(kept.at)} /> by <bdi translate="no">{kept.user}</bdi>.
            </p>
          ) : null}
        </div>
      </Section>
    </div>
  );
}
