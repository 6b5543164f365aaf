import { useQuery } from '@tanstack/react-query';
import { connectionsQuery } from '../../api/providers/clb/load-balancers.ts';
import { Banner } from '../../components/layout/Banner.tsx';
import { verbOf } from '../../components/persistence/choices.ts';
import { sslWords, trafficWords } from '../../components/persistence/traffic-words.ts';
import type { LoadBalancerDetails, Persistence } from '../../model/load-balancer.ts';
import css from './TrafficNote.module.css';

/** What the choice will do to live traffic and to whom, before anything is sent. */
export function TrafficNote({ details, chosen }: { details: LoadBalancerDetails; chosen: Persistence }) {
  // The service gives statistics of ACTIVE load balancers only; without them the note leaves connections out.
  const { data: connections = null } = useQuery({
    ...connectionsQuery(details),
    enabled: details.status === 'ACTIVE',
    retry: false,
  });
  const words = trafficWords(details, chosen, connections);
  const ssl = sslWords(details);
  const verb = verbOf(details.persistence, chosen);
  return (
    <div className={css.slot} aria-live="polite">
      <Banner tone={verb === 'change' || verb === 'disable' ? 'warning' : 'info'}>
        {words ? (
          <p>
            {words.effect} <span className={css.affected}>{words.affected}</span>
          </p>
        ) : (
          <p>Nothing differs from what is set now.</p>
        )}
        {ssl ? <p className={css.ssl}>{ssl}</p> : null}
      </Banner>
    </div>
  );
}
