import '@mantine/core/styles/Code.layer.css';
import '@mantine/core/styles/Radio.layer.css';
import { Code, Radio } from '@mantine/core';
import type { Persistence } from '../../model/persistence.ts';
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

/** The choices, always all of them and in the same order; one that cannot be chosen says why. */
export function PersistenceChoices({ choices, chosen, onChoose, off, roleTold }: PersistenceChoicesProps) {
  const free = choices.filter(({ misfit, role }) => !off && misfit === null && role === null);
  const first = free.find(({ value }) => value === choiceValue(chosen)) ?? free[0];
  return (
    <Radio.Group
      label="Session Persistence"
      labelProps={{ className: 'visually-hidden' }}
      name="session-persistence"
      value={choiceValue(chosen)}
      onChange={(value) => {
        const choice = choices.find((each) => each.value === value);
        if (choice) onChoose(choice.persistence);
      }}
    >
      <div className={css.group}>
        {choices.map((choice) => (
          <ChoiceRadio key={choice.value} choice={choice} off={off} autoFocus={choice === first} roleTold={roleTold} />
        ))}
      </div>
    </Radio.Group>
  );
}

interface ChoiceRadioProps {
  choice: Choice;
  off: boolean;
  /** Takes the focus when the dialog opens. */
  autoFocus: boolean;
  roleTold: boolean;
}

const looks = {
  root: css.choice,
  body: css.body,
  inner: css.radio,
  labelWrapper: css.words,
  label: css.name,
  description: css.about,
};

function ChoiceRadio({ choice, off, autoFocus, roleTold }: ChoiceRadioProps) {
  const { value, persistence, label, sentence, misfit, role } = choice;
  return (
    <Radio
      value={value}
      disabled={off || misfit !== null || role !== null}
      data-autofocus={autoFocus || undefined}
      classNames={looks}
      label={<span translate="no">{label}</span>}
      description={
        <>
          {persistence.state === 'enabled' ? (
            <Code translate="no" className={css.enum}>
              {value}
            </Code>
          ) : null}{' '}
          <span className={css.sentence}>{sentence}</span>{' '}
          {misfit ? <span className={css.reason}>{misfit}</span> : null}{' '}
          {role ? <span className={roleTold ? 'visually-hidden' : css.reason}>{role}</span> : null}
        </>
      }
    />
  );
}

/** The room that the choices take, while the load balancer is being read. */
export function PersistenceChoicesSkeleton() {
  return (
    <div className={css.group} aria-hidden="true">
      {[12, 10, 14, 8].map((width, index) => (
        <div key={width} className={css.skeleton}>
          <span className={css.circle} />
          <Skeleton width={width} />
          <span className={css.wait}>
            <Skeleton width={index === 3 ? 36 : 52} />
          </span>
        </div>
      ))}
    </div>
  );
}
