import { Suspense } from 'react';
import { providerOf } from '../../api/providers/providers.ts';
import type { LoadBalancerDetails } from '../../model/load-balancer.ts';
import { useNow } from '../controls/clock.ts';
import { lazyPart } from '../layout/lazy-part.ts';

const LockNote = lazyPart(() => import('./LockNote.tsx'));

/** A change that takes so long is stuck more often than slow, in milliseconds. */
const long = 10 * 60_000;

/** That a load balancer has been locked for long, once it has. */
export function LongLock({ details, className = '' }: { details: LoadBalancerDetails; className?: string }) {
  const { region, status, updated } = details;
  const age = useNow(15_000) - (updated ?? Number.POSITIVE_INFINITY);
  if (updated === null || age < long || !providerOf(region).rule(status).isTransient) return null;
  return (
    <Suspense>
      <LockNote details={details} since={updated} age={age} className={className} />
    </Suspense>
  );
}
