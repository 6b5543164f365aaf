import { useId } from 'react';
import type { Persistence } from '../../model/persistence.ts';
import { cx } from '../controls/cx.ts';
import { Skeleton } from '../controls/Skeleton.tsx';
import { type Choice, choiceValue } from './choices.ts';
import css from './PersistenceChoices.module.css';

interface PersistenceChoicesProps {
  choices: readonly Choice[];
  chosen: Persistence;
  onChoose(persistence: Persistence): void;
  /** Off as a whole: a change is under way, or the load balancer takes none. */
  off: boolean;
  /** The missing role is told once above all choices; each then keeps it for screen readers only. */
  roleTold: boolean;
}

/** The four choices, always all of them and in the same order; one that cannot be chosen says why. */
export function PersistenceChoices({ choices, chosen, onChoose, off, roleTold }: PersistenceChoicesProps) {
  const free = choices.filter(({ misfit, role }) => !off && misfit === null && role === null);
  const first = free.find(({ value }) => value === choiceValue(chosen)) ?? free[0];
  return (
    <div className={css.group} role="radiogroup" aria-label="Session Persistence">
      {choices.map((choice) => (
        <ChoiceRadio
          key={choice.value}
          choice={choice}
          checked={choice.value === choiceValue(chosen)}
          onChoose={onChoose}
          off={off}
          first={choice === first}
          roleTold={roleTold}
        />
      ))}
    </div>
  );
}

interface ChoiceRadioProps {
  choice: Choice;
  checked: boolean;
  onChoose(persistence: Persistence): void;
  off: boolean;
  /** Takes the focus when the dialog opens. */
  first: boolean;
  roleTold: boolean;
}

function ChoiceRadio({ choice, checked, onChoose, off, first, roleTold }: ChoiceRadioProps) {
  const id = useId();
  const { value, persistence, label, sentence, misfit, role } = choice;
  return (
    <label className={cx(css.choice, checked && css.checked)}>
      <input
        type="radio"
        name="session-persistence"
        value={value}
        checked={checked}
        disabled={off || misfit !== null || role !== null}
        onChange={() => onChoose(persistence)}
        data-autofocus={first || undefined}
        aria-labelledby={`${id}-label`}
        aria-describedby={`${id}-about`}
      />
      <span id={`${id}-label`} translate="no" className={css.label}>
        {label}
      </span>
      <span id={`${id}-about`} className={css.about}>
        {persistence.state === 'enabled' ? (
          <code translate="no" className={css.enum}>
            {value}
          </code>
        ) : null}{' '}
        <span className={css.sentence}>{sentence}</span> {misfit ? <span className={css.reason}>{misfit}</span> : null}{' '}
        {role ? <span className={roleTold ? 'visually-hidden' : css.reason}>{role}</span> : null}
      </span>
    </label>
  );
}

/** The room that the choices take, while the load balancer is being read. */
export function PersistenceChoicesSkeleton() {
  return (
    <div className={css.group} aria-hidden="true">
      {[12, 10, 14, 8].map((width, index) => (
        <div key={width} className={css.choice}>
          <span className={css.circle} />
          <span className={css.label}>
            <Skeleton width={width} />
          </span>
          <span className={css.about}>
            <span className={css.sentence}>
              <Skeleton width={index === 3 ? 36 : 52} />
            </span>
          </span>
        </div>
      ))}
    </div>
  );
}
