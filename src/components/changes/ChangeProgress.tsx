import { cx } from '../controls/cx.ts';
import { Elapsed, statusWord } from '../load-balancer/Status.tsx';
import css from './ChangeProgress.module.css';
import { type Step, type SteppedChange, stepsOf } from './change-steps.ts';

/** How far a change has come: waiting for its turn, or its three ticks. */
export function ChangeProgress({ change }: { change: SteppedChange }) {
  const { state } = change;
  const steps = stepsOf(change);
  return (
    <div role="status" className={css.progress}>
      {state.at === 'queued' ? (
        <p className={css.queued}>
          <Mark mark="current" />
          <span>
            Queued: will be sent when the load balancer is ACTIVE. Now it is{' '}
            {statusWord(state.waitingFor).toLowerCase()} <code translate="no">{state.waitingFor}</code>.
          </span>
        </p>
      ) : null}
      {state.at === 'done' && state.already ? (
        <p className={css.queued}>
          <Mark mark="done" />
          <span>It was so already. Nothing had to change.</span>
        </p>
      ) : null}
      {steps.length > 0 ? (
        <ol className={css.steps} aria-label="Progress">
          {steps.map(({ label, mark, since }) => (
            <li key={label} translate="no" className={cx(css.step, css[mark])}>
              <Mark mark={mark} />
              <span>
                {label}
                {since === undefined ? null : (
                  <span aria-live="off">
                    {' '}
                    <Elapsed since={since} />
                  </span>
                )}
              </span>
            </li>
          ))}
        </ol>
      ) : null}
    </div>
  );
}

const words = { done: 'Done: ', current: 'Now: ', waiting: 'To come: ', failed: 'Failed: ', unknown: 'Not known: ' };

const shapes: Record<Step['mark'], React.ReactNode> = {
  done: <path d="m4.5 8.5 2.5 2.5 4.5-5.5" />,
  current: <path d="M8 2.5a5.5 5.5 0 0 1 5.5 5.5" />,
  waiting: <circle cx="8" cy="8" r="2" fill="currentColor" stroke="none" />,
  failed: <path d="m5 5 6 6m0-6-6 6" />,
  unknown: <path d="M6 6.2a2 2 0 1 1 2.9 1.8c-.6.3-.9.7-.9 1.4M8 11.6v.01" />,
};

function Mark({ mark }: { mark: Step['mark'] }) {
  return (
    <>
      <svg
        className={cx(css.mark, mark === 'current' && css.turning)}
        width="16"
        height="16"
        viewBox="0 0 16 16"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.75"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
      >
        {mark === 'current' ? <circle cx="8" cy="8" r="5.5" opacity="0.25" /> : null}
        {shapes[mark]}
      </svg>
      <span className="visually-hidden">{words[mark]}</span>
    </>
  );
}
