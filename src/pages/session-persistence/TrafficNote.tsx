import { useQuery } from '@tanstack/react-query';
import { connectionsQuery, flavorQuery, impactQuery } from '../../api/inventory/queries.ts';
import { Banner } from '../../components/layout/Banner.tsx';
import type { LoadBalancerDetails, PersistenceSubject } from '../../model/load-balancer.ts';
import { type Persistence, verbOf } from '../../model/persistence.ts';
import css from './TrafficNote.module.css';

interface TrafficNoteProps {
  details: LoadBalancerDetails;
  subject: PersistenceSubject;
  chosen: Persistence;
}

/** What the choice will do to live traffic and to whom, before anything is sent. */
export function TrafficNote({ details, subject, chosen }: TrafficNoteProps) {
  // The service gives statistics of ACTIVE load balancers only; without them the note leaves connections out.
  const { data: connections = null } = useQuery({
    ...connectionsQuery(details),
    enabled: details.status === 'ACTIVE',
    retry: false,
  });
  // What the cloud wrote of its kind may say more of its amphorae than the API does; nothing is concluded from it.
  const { data: flavor = null } = useQuery({
    ...flavorQuery(details),
    enabled: details.flavor !== undefined,
    retry: false,
  });
  const { data: impact } = useQuery(impactQuery(details.region));
  const words = impact?.of(details, subject, chosen, connections);
  const verb = verbOf(subject.persistence, chosen);
  return (
    <div className={css.slot} aria-live="polite">
      <Banner tone={verb === 'change' || verb === 'disable' ? 'warning' : 'info'}>
        {words ? (
          <p>
            {words.effect} <span className={css.affected}>{words.affected}</span>
          </p>
        ) : (
          <p>{impact ? 'No changes yet.' : 'Reading…'}</p>
        )}
        {flavor ? (
          <p className={css.ssl}>
            Flavor <bdi translate="no">{flavor.name}</bdi>
            {flavor.description ? (
              <>
                , in the cloud’s words: “<bdi translate="no">{flavor.description}</bdi>”
              </>
            ) : (
              ''
            )}
          </p>
        ) : null}
        {impact?.notes(details).map((note) => (
          <p key={note} className={css.ssl}>
            {note}
          </p>
        ))}
      </Banner>
    </div>
  );
}
