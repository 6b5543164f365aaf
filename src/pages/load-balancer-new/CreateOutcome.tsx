import { useState } from 'react';
import { Link } from 'react-router';
import { type CreateState, unknownWords } from '../../api/changes/create.ts';
import { Button } from '../../components/controls/Button.tsx';
import { Banner } from '../../components/layout/Banner.tsx';
import { Elapsed } from '../../components/load-balancer/Status.tsx';
import { type LoadBalancerRef, refKey } from '../../model/load-balancer.ts';
import { paths } from '../../model/paths.ts';
import css from './NewLoadBalancerPage.module.css';

interface CreateOutcomeProps {
  state: CreateState | null;
  /** Looks for load balancers that may be the one whose outcome is not known. */
  onLook(): Promise<readonly LoadBalancerRef[]>;
}

const at = ({ region, id }: LoadBalancerRef): string => `${region} ${id}`;

/** How far the creation is, and what it came to where that is not its page. */
export function CreateOutcome({ state, onLook }: CreateOutcomeProps) {
  if (state === null || state.at === 'refused') return null;
  if (state.at === 'sending') return <p role="status">Sending…</p>;
  if (state.at === 'building')
    return (
      <p role="status">
        The region is building it as {at(state.ref)}
        <span aria-live="off">
          {' '}
          <Elapsed since={state.since} />
        </span>
      </p>
    );
  if (state.at === 'done') return <p role="status">It was created.</p>;
  if (state.at === 'unknown') return <Unknown message={state.message} onLook={onLook} />;
  return (
    <Banner tone={state.at === 'flawed' ? 'error' : 'warning'} live>
      {state.at === 'flawed'
        ? `It was made as ${at(state.ref)}. `
        : `It was made as ${at(state.ref)}, and could not be read: `}
      {state.message} <Link to={paths.loadBalancer(state.ref)}>Open it</Link>
    </Banner>
  );
}

function Unknown({ message, onLook }: { message: string; onLook: CreateOutcomeProps['onLook'] }) {
  const [found, setFound] = useState<readonly LoadBalancerRef[] | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const look = async () => {
    setBusy(true);
    setError(null);
    try {
      setFound(await onLook());
    } catch (cause) {
      setError(cause instanceof Error ? cause.message : String(cause));
    }
    setBusy(false);
  };
  return (
    <Banner tone="warning" live>
      <p>{unknownWords(message)}</p>
      {found?.map((ref) => (
        <p key={refKey(ref)}>
          Found <Link to={paths.loadBalancer(ref)}>{at(ref)}</Link>, of this name, which was not there before.
        </p>
      ))}
      {found?.length === 0 ? <p>The region lists no new one of this name.</p> : null}
      {error ? <p>It could not be looked for: {error}</p> : null}
      <div className={css.look}>
        <Button size="small" busy={busy} onClick={() => void look()}>
          {found === null ? 'Look for it' : 'Look again'}
        </Button>
      </div>
    </Banner>
  );
}
