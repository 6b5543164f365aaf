import { Link } from 'react-router';
import { exploredOf, isOperationId, operationOf } from '../../api/explorer/operations.ts';
import { linkValues, parametersOf, valuesOf } from '../../api/explorer/request.ts';
import { Button } from '../../components/controls/Button.tsx';
import { Banner } from '../../components/layout/Banner.tsx';
import { paths } from '../../model/paths.ts';
import { AnswerView } from './AnswerView.tsx';
import css from './Operation.module.css';
import { RequestView } from './RequestView.tsx';
import type { Outcome } from './use-call.ts';

const cancelled = (method: string): string =>
  method === 'GET'
    ? 'Cancelled. Nothing was changed.'
    : 'You stopped waiting for the answer. The region may have carried it out all the same: read the load balancer before you send it again.';

/** The request as it was made and what became of it. */
export function OutcomeView({ outcome, onCancel }: { outcome: Outcome; onCancel(): void }) {
  const { state, request } = outcome;
  return (
    <>
      <section aria-labelledby="answer-heading" className={css.part} aria-busy={state === 'sending'}>
        <h3 id="answer-heading" tabIndex={-1}>
          {state === 'mocked' ? 'Not sent' : 'Answer'}
        </h3>
        {state === 'mocked' ? <p>This is a mock: the request below was built and nothing was sent.</p> : null}
        {state === 'sending' ? (
          <div className={css.sending} role="status">
            <span>Waiting for {request.region}…</span>
            <Button size="small" onClick={onCancel}>
              Cancel
            </Button>
          </div>
        ) : null}
        {state === 'cancelled' ? <Banner tone="warning">{cancelled(request.method)}</Banner> : null}
        {state === 'failed' ? (
          <Banner tone="error" live>
            {outcome.message}
          </Banner>
        ) : null}
        {state === 'answered' ? (
          <>
            <AnswerView answer={outcome.answer} name={request.operation} />
            <Onward outcome={outcome} />
          </>
        ) : null}
      </section>
      <section aria-labelledby="request-heading" className={css.part}>
        <h3 id="request-heading">{state === 'mocked' ? 'Request' : 'Request as sent'}</h3>
        <RequestView key={request.operation} request={request} sent={state !== 'mocked'} />
      </section>
    </>
  );
}

/** The load balancer that an answer is about: the one in the path, or the one that was made. */
function loadBalancerOf({ request, answer }: Extract<Outcome, { state: 'answered' }>): string | null {
  const { params } = valuesOf(request.operation, request);
  if (params.loadBalancerId) return params.loadBalancerId;
  try {
    const { loadBalancer } = JSON.parse(answer.text);
    return typeof loadBalancer?.id === 'number' ? String(loadBalancer.id) : null;
  } catch {
    return null;
  }
}

/** Where to go from an answer: the read that shows the effect, the load balancer's page. */
function Onward({ outcome }: { outcome: Extract<Outcome, { state: 'answered' }> }) {
  const { request, answer } = outcome;
  const { shows } = operationOf(request.operation);
  const id = exploredOf(request.operation) === 'clb' ? loadBalancerOf(outcome) : null;
  const values = valuesOf(request.operation, { ...request, body: null });
  const known = shows && isOperationId(shows) ? shows : null;
  const filled = known && parametersOf(operationOf(known).path).every((name) => values.params[name]);
  const showsEffect = known && filled && answer.status < 300;
  if (!showsEffect && !id) return null;
  return (
    <p className={css.onward}>
      {showsEffect ? (
        <Link to={paths.explorer(known, linkValues(known, { ...values, query: {}, body: null }))}>
          {operationOf(known).title}
        </Link>
      ) : null}
      {id ? <Link to={paths.loadBalancer({ region: request.region, id })}>Open load balancer {id}</Link> : null}
    </p>
  );
}
