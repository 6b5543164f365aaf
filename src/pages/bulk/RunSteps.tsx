import '@mantine/core/styles/Stepper.layer.css';
import { Stepper } from '@mantine/core';
import { countOutcomes } from '../../api/bulk/outcomes.ts';
import { countItems, type RunSnapshot } from '../../api/bulk/types.ts';
import { IconAlertTriangle } from '../../components/controls/icons.ts';
import { figure } from '../../model/format.ts';
import { persistenceWords } from '../../model/persistence.ts';
import css from './bulk.module.css';

export type StepName = 'choose' | 'preview' | 'run';
const order: readonly StepName[] = ['choose', 'preview', 'run'];

interface RunStepsProps {
  snapshot: RunSnapshot;
  step: StepName;
  /** Steps that can be gone to now. */
  open: readonly StepName[];
  onStep(step: StepName): void;
}

/** The way of a run: where it stands, and of each step that is over what came of it, on one line. */
export function RunSteps({ snapshot, step, open, onStep }: RunStepsProps) {
  const over = snapshot.phase === 'ended';
  const outcomes = countOutcomes(snapshot.items);
  const flawed = outcomes.failed + outcomes.unknown + outcomes.waiting > 0;
  const at = order.indexOf(step);
  const lines: Record<StepName, string> = {
    choose: chosenLine(snapshot),
    preview: previewLine(snapshot),
    run: flawed ? 'Not everything is verified' : 'Ended',
  };
  const titles: Record<StepName, string> = { choose: 'Choose', preview: 'Preview', run: 'Run' };
  return (
    <Stepper
      active={over ? order.length : at}
      onStepClick={(index) => onStep(order[index] ?? step)}
      classNames={{ steps: css.steps, separator: css.stepSeparator, step: css.step }}
      {...(over && flawed ? { completedIcon: <IconAlertTriangle size={14} stroke={2} aria-hidden /> } : {})}
    >
      {order.map((name, index) => {
        const known = over ? index < order.length : index < at || open.includes(name);
        const goes = open.includes(name);
        return (
          <Stepper.Step
            key={name}
            label={titles[name]}
            description={known ? lines[name] : null}
            allowStepSelect={goes}
            aria-current={name === step ? 'step' : undefined}
            // A step that leads nowhere is no button.
            {...(goes ? {} : { component: 'div' })}
          />
        );
      })}
    </Stepper>
  );
}

function chosenLine({ items, run: { choice, takesBack, task, reason } }: RunSnapshot): string {
  const value = takesBack === null ? (task ?? (choice && persistenceWords(choice))) : 'former values';
  return [countItems(items), value, reason].filter(Boolean).join(' · ');
}

function previewLine({ items }: RunSnapshot): string {
  const counts = { change: 0, set: 0, skipped: 0 };
  for (const { state, planned } of items) {
    const sent = state.at === 'planned' ? planned?.group === 'will-change' : state.at !== 'skipped';
    counts[sent ? 'change' : planned?.group === 'already' ? 'set' : 'skipped'] += 1;
  }
  const others = [
    counts.set > 0 && `${figure(counts.set)} already set`,
    counts.skipped > 0 && `${figure(counts.skipped)} skipped`,
  ];
  return [`${figure(counts.change)} to change`, ...others].filter(Boolean).join(', ');
}
