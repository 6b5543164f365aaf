import type { ReactNode } from 'react';
import { endpointWords, type LoadBalancerDetails } from '../../model/load-balancer.ts';
import { Skeleton } from '../controls/Skeleton.tsx';
import { Status } from '../load-balancer/Status.tsx';
import css from './ChangeSubject.module.css';

interface ChangeSubjectProps {
  /** Absent while they are read. */
  details: LoadBalancerDetails | undefined;
  region: string;
  /** The name of the part that the dialog is about, where it is one. */
  part?: string | undefined;
  /** What traffic reaches it, where that is not all of the load balancer's. */
  use?: string | undefined;
  /** The value that was last read. */
  children?: ReactNode;
}

/** Which load balancer the dialog of a change is about. */
export const ChangeSubject = ({ details, region, part, use, children }: ChangeSubjectProps) => (
  <div className={css.subject}>
    <p className={css.name}>
      {details ? <bdi translate="no">{details.name}</bdi> : <Skeleton width={20} />}
      {part === undefined ? null : (
        <>
          , pool <bdi translate="no">{part}</bdi>
        </>
      )}
    </p>
    <p className={css.facts}>
      {details ? (
        <>
          <Status status={details.status} since={details.updated} />
          <span translate="no">{use ?? endpointWords(details)}</span>
        </>
      ) : (
        <Skeleton width={18} />
      )}
      <span translate="no">{region}</span>
    </p>
    {children ? (
      <p className={css.now} aria-live="polite">
        {children}
      </p>
    ) : null}
  </div>
);

/** A word before a value: `Now:`. */
export const Label = ({ children }: { children: string }) => <span className={css.label}>{children} </span>;
