import { Copyable } from '../../components/controls/Copyable.tsx';
import { Skeleton } from '../../components/controls/Skeleton.tsx';
import { Status } from '../../components/load-balancer/Status.tsx';
import { count } from '../../model/format.ts';
import { hostAndPort } from '../../model/host-and-port.ts';
import { type LoadBalancerDetails, type LoadBalancerRef, nodesOnline } from '../../model/load-balancer.ts';
import { Actions } from './Actions.tsx';
import css from './Heading.module.css';
import { summaryWords } from './persistence/standing.ts';
import { CheckStickiness } from './stickiness/CheckStickiness.tsx';

/** Which load balancer this is, how it is, and what can be done with it. */
export function Heading({ target, details }: { target: LoadBalancerRef; details: LoadBalancerDetails | undefined }) {
  return (
    <header className={css.heading}>
      {details ? (
        <h1 className={css.name}>
          <bdi translate="no">{details.name}</bdi>
        </h1>
      ) : (
        <p className={css.name}>
          <Skeleton width={18} />
          <span className="visually-hidden" role="status">
            Reading load balancer {target.id} in {target.region}…
          </span>
        </p>
      )}
      <div className={css.actions}>
        <CheckStickiness details={details} />
        <Actions target={target} details={details} />
      </div>
      <div className={css.facts}>
        <span className={css.status} aria-live="polite">
          {details ? <Status status={details.status} since={details.updated} /> : <Skeleton width={10} />}
        </span>
        {details ? <Standing details={details} /> : null}
        <span translate="no">{target.region}</span>
        <Copyable prefix="id" text={target.id} what="id" />
        {details?.virtualIps.map(({ id, address }) =>
          details.port === 0 ? (
            <Copyable key={id} text={address} what="address" />
          ) : (
            <Copyable key={id} text={hostAndPort(address, details.port)} what="address and port" />
          ),
        ) ?? <Skeleton width={16} />}
        {details?.status === 'DELETED' ? null : details ? (
          <>
            {details.nodes ? (
              <span title="Enabled and online">
                {nodesOnline({ nodes: details.nodes })} of {details.nodes.length} nodes online
              </span>
            ) : (
              <span>{count(details.nodeCount ?? 0, 'member')}</span>
            )}
            <span translate="no">{`Session persistence: ${summaryWords(details)}`}</span>
          </>
        ) : (
          <>
            <Skeleton width={18} />
            <Skeleton width={28} />
          </>
        )}
      </div>
    </header>
  );
}

/** How it serves and who else manages it, where the API tells; never one word with the status, which is about changes. */
function Standing({ details: { operatingStatus, switchedOff, owners = [] } }: { details: LoadBalancerDetails }) {
  return (
    <>
      {switchedOff ? <span>Switched off</span> : null}
      {operatingStatus ? (
        <span title={`Operating status ${operatingStatus}`}>
          serves: <Status status={operatingStatus} />
        </span>
      ) : null}
      {owners.length > 0 ? <span>Managed by {owners.join(', ')}</span> : null}
    </>
  );
}
