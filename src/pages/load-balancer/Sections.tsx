import { Suspense, useSyncExternalStore } from 'react';
import { providerOf } from '../../api/providers/providers.ts';
import { lazyPart } from '../../components/layout/lazy-part.ts';
import { useSession } from '../../components/session/use-session.ts';
import type { LoadBalancerDetails, LoadBalancerRef } from '../../model/load-balancer.ts';
import { DetailsSection } from './DetailsSection.tsx';
import css from './LoadBalancerPage.module.css';
import { NodesSection } from './NodesSection.tsx';
import { OptionalFeatures } from './OptionalFeatures.tsx';
import { PersistenceCard } from './persistence/PersistenceCard.tsx';
import { SessionTableSection } from './session-table/SessionTableSection.tsx';
import { StatsSection } from './stats/StatsSection.tsx';
import { useActivity } from './use-activity.ts';

// Below the fold: its code comes after what the page is opened for.
const Activity = lazyPart(async () => ({ default: (await import('./Activity.tsx')).Activity }));

// Only of APIs with listeners and pools.
const ListenersSection = lazyPart(async () => ({
  default: (await import('./pools/ListenersSection.tsx')).ListenersSection,
}));
const PoolsSection = lazyPart(async () => ({ default: (await import('./pools/PoolsSection.tsx')).PoolsSection }));
const PoolFeatures = lazyPart(async () => ({ default: (await import('./pools/PoolFeatures.tsx')).PoolFeatures }));

const twoColumns = '(min-width: 1024px)';
function onWidthChange(listener: () => void): () => void {
  const media = matchMedia(twoColumns);
  media.addEventListener('change', listener);
  return () => media.removeEventListener('change', listener);
}
const isWide = (): boolean => matchMedia(twoColumns).matches;

interface SectionsProps {
  target: LoadBalancerRef;
  details: LoadBalancerDetails | undefined;
}

/**
 * Everything about the load balancer, session persistence first. Two columns differ from one in the order of the document, too, so
 * that it is read and walked through as it is seen.
 */
export function Sections({ target, details }: SectionsProps) {
  const { local } = useSession();
  const wide = useSyncExternalStore(onWidthChange, isWide);
  const activity = useActivity(target, details);
  const inPools = details !== undefined && providerOf(target.region).reads.parts !== null;
  const features = inPools ? (
    <Suspense key="features">
      <PoolFeatures details={details} />
    </Suspense>
  ) : (
    <OptionalFeatures key="features" target={target} details={details} />
  );
  const nodes = inPools ? (
    <Suspense key="nodes">
      <ListenersSection details={details} />
      <PoolsSection details={details} />
    </Suspense>
  ) : (
    <NodesSection key="nodes" target={target} details={details} />
  );
  const facts = <DetailsSection key="details" details={details} />;
  return (
    <>
      <div className={css.columns} data-single={wide ? undefined : true}>
        <div className={css.column}>
          <PersistenceCard key="persistence" target={target} details={details} activity={activity} />
          {wide ? nodes : [features, nodes, facts]}
        </div>
        {wide ? (
          <div className={css.column}>
            {facts}
            {features}
          </div>
        ) : null}
      </div>
      {details ? (
        <div className={css.below} data-table={local || undefined}>
          <StatsSection target={target} details={details} />
          {local ? <SessionTableSection target={target} details={details} /> : null}
          <Suspense>
            <Activity target={target} activity={activity} />
          </Suspense>
        </div>
      ) : null}
    </>
  );
}
