import '@mantine/core/styles/Code.layer.css';
import '@mantine/core/styles/Radio.layer.css';
import { Code, Radio } from '@mantine/core';
import css from '../../components/persistence/PersistenceChoices.module.css';
import type { Persistence } from '../../model/persistence.ts';
import type { BulkChoice } from './bulk-choices.ts';

interface BulkChoicesProps {
  choices: readonly BulkChoice[];
  /** The value of the one that is chosen; null while none is. */
  chosen: string | null;
  onChoose(persistence: Persistence): void;
}

/** The values that a run can set, each with what of the selection it fits. */
export const BulkChoices = ({ choices, chosen, onChoose }: BulkChoicesProps) => (
  <Radio.Group
    label="Session Persistence"
    labelProps={{ className: 'visually-hidden' }}
    name="bulk-persistence"
    value={chosen}
    onChange={(value) => {
      const choice = choices.find((each) => each.value === value);
      if (choice) onChoose(choice.persistence);
    }}
  >
    <div className={css.group}>
      {choices.map((choice) => (
        <ChoiceRadio key={choice.value} choice={choice} />
      ))}
    </div>
  </Radio.Group>
);

const looks = {
  root: css.choice,
  body: css.body,
  inner: css.radio,
  labelWrapper: css.words,
  label: css.name,
  description: css.about,
};

function ChoiceRadio({ choice }: { choice: BulkChoice }) {
  const { value, persistence, label, sentence, fit, barred } = choice;
  return (
    <Radio
      value={value}
      disabled={barred}
      classNames={looks}
      label={<span translate="no">{label}</span>}
      description={
        <>
          {persistence.state === 'enabled' ? (
            <Code translate="no" className={css.enum}>
              {value}
            </Code>
          ) : null}{' '}
          <span className={css.sentence}>{sentence}</span> {fit ? <span className={css.reason}>{fit}</span> : null}
        </>
      }
    />
  );
}
