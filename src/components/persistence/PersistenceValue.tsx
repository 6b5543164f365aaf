import { noSubject, type PersistenceSubject, persistenceSummary } from '../../model/load-balancer.ts';
import { type Persistence, persistenceType, persistenceWords } from '../../model/persistence.ts';
import { cx } from '../controls/cx.ts';
import css from './PersistenceValue.module.css';

/** A value of session persistence that was read: the friendly name, and the API's own word beside it. */
export function PersistenceValue({ value, className }: { value: Persistence; className?: string }) {
  const type = persistenceType(value);
  const label = persistenceWords(value);
  return (
    <span translate="no" className={cx(css.value, className)}>
      <span className={type === null ? css.off : undefined}>{label}</span>
      {type !== null && type !== label ? (
        <code translate="no" className={css.enum}>
          {type}
        </code>
      ) : null}
    </span>
  );
}

/** Session persistence of a whole load balancer: its value, in how many parts it is so, or that they differ. */
export function PersistenceOf({
  subjects,
  className,
}: {
  subjects: readonly PersistenceSubject[];
  className?: string;
}) {
  const summary = persistenceSummary(subjects);
  if (summary.at === 'none')
    return (
      <span className={className} title={noSubject}>
        –
      </span>
    );
  if (summary.at === 'mixed')
    return (
      <span
        className={className}
        title={subjects.map(({ name, persistence }) => `${name}: ${persistenceWords(persistence)}`).join('\n')}
      >
        Mixed
      </span>
    );
  return (
    <>
      <PersistenceValue value={summary.persistence} {...(className === undefined ? {} : { className })} />
      {summary.subjects > 1 ? ` in ${summary.subjects} pools` : null}
    </>
  );
}
