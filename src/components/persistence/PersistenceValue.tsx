import { persistenceLabel } from '../../../contract/clb/persistence.ts';
import { type Persistence, persistenceType } from '../../model/load-balancer.ts';
import { cx } from '../controls/cx.ts';
import css from './PersistenceValue.module.css';

/** A value of session persistence that was read: the friendly name, and the API's own word beside it. */
export function PersistenceValue({ value, className }: { value: Persistence; className?: string }) {
  const type = persistenceType(value);
  const label = persistenceLabel(type);
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
