import { Status } from '../../components/load-balancer/Status.tsx';
import { endpointWords, type LoadBalancerDetails } from '../../model/load-balancer.ts';
import css from './EditDialog.module.css';

/** Which load balancer the dialog is about, and in `now` the value that was last read. */
export const EditSubject = ({ details, now }: { details: LoadBalancerDetails; now?: string }) => (
  <div className={css.subject}>
    <p className={css.name}>
      <bdi translate="no">{details.name}</bdi>
    </p>
    <p className={css.facts}>
      <Status status={details.status} since={details.updated} />
      <span translate="no">{endpointWords(details)}</span>
      <span translate="no">{details.region}</span>
    </p>
    {now === undefined ? null : (
      <p className={css.now} aria-live="polite">
        <span className={css.label}>Now: </span>
        <span translate="no">{now}</span>
      </p>
    )}
  </div>
);
