import { type LoadBalancerDetails, type Subject, subjectKey } from '../../model/load-balancer.ts';
import css from './PoolChoice.module.css';

interface PoolChoiceProps {
  details: LoadBalancerDetails;
  chosen: Subject;
  onChoose(subject: Subject): void;
  /** A change is under way. */
  off: boolean;
}

/** Which pool the dialog is about, where the load balancer has several. */
export function PoolChoice({ details, chosen, onChoose, off }: PoolChoiceProps) {
  const { region, id, subjects } = details;
  if (subjects.length < 2) return null;
  return (
    <div className={css.pools} role="radiogroup" aria-label="Pool">
      {subjects.map(({ part, name }) => {
        const subject = part === undefined ? { region, id } : { region, id, part };
        return (
          <label key={subjectKey(subject)} className={css.pool}>
            <input
              type="radio"
              name="pool"
              checked={subjectKey(subject) === subjectKey(chosen)}
              disabled={off}
              onChange={() => onChoose(subject)}
            />
            <bdi translate="no">{name || part}</bdi>
          </label>
        );
      })}
    </div>
  );
}
