import { TextInput } from '@mantine/core';
import { Suspense, useRef, useState } from 'react';
import { readingTime } from '../../api/bulk/estimate.ts';
import type { BulkRun } from '../../api/bulk/run.ts';
import { toItem } from '../../api/bulk/runs.ts';
import { countItems, needsReading, type RunSnapshot } from '../../api/bulk/types.ts';
import { currentProvider } from '../../api/providers/providers.ts';
import { Button } from '../../components/controls/Button.tsx';
import { cx } from '../../components/controls/cx.ts';
import { IconListNumbers } from '../../components/controls/icons.ts';
import { duration } from '../../components/controls/time.ts';
import { lazyPart } from '../../components/layout/lazy-part.ts';
import { ValueFields } from '../../components/persistence/ValueFields.tsx';
import { fieldProblem, fieldText, type ShownField, withField } from '../../components/persistence/value-field.ts';
import { useSession } from '../../components/session/use-session.ts';
import { count } from '../../model/format.ts';
import { type LoadBalancer, refKey } from '../../model/load-balancer.ts';
import { type Persistence, persistenceType } from '../../model/persistence.ts';
import { BulkChoices } from './BulkChoices.tsx';
import css from './bulk.module.css';
import { bulkChoices } from './bulk-choices.ts';
import { Chevron } from './Chevron.tsx';
import { ItemTable } from './ItemTable.tsx';
import { isDecided } from './run-words.ts';
import { StepBar } from './StepBar.tsx';

const PasteDialog = lazyPart(() => import('./PasteDialog.tsx'));

interface ChooseStepProps {
  run: BulkRun;
  snapshot: RunSnapshot;
  onPreview(): void;
}

/** What the run is to do: which load balancers, which value, why. */
export function ChooseStep({ run, snapshot, onPreview }: ChooseStepProps) {
  const session = useSession();
  const opener = useRef<HTMLButtonElement>(null);
  const { items, run: stored } = snapshot;
  const decided = isDecided(stored);
  // A run that begins without load balancers begins with a list of them.
  const [pasting, setPasting] = useState(items.length === 0 && !decided);
  const chosen = stored.choice && (persistenceType(stored.choice) ?? 'DISABLED');
  const fields = decided ? [] : fieldsOf(stored.choice, (choice) => run.choose({ choice }));
  const problem = fields.map((field) => fieldProblem(stored.choice ?? undefined, field)).find((each) => each !== null);
  const unread = items.filter(needsReading);
  const known = new Set(items.map(refKey));

  const add = (rows: readonly LoadBalancer[]) => {
    const more = rows.map((row) => ({ subject: row, name: row.name }));
    run.replaceItems([...items.map(({ read: _, ...item }) => item), ...more.map(toItem)]);
  };

  return (
    <section className={css.section} aria-labelledby="setup">
      <div className={css.sectionHead}>
        <h2 id="setup">{stored.takesBack === null ? 'What to change' : 'What to revert'}</h2>
        {decided ? null : (
          <Button
            ref={opener}
            icon={<IconListNumbers size={16} stroke={1.75} aria-hidden />}
            onFocus={PasteDialog.preload}
            onPointerEnter={PasteDialog.preload}
            onClick={() => setPasting(true)}
          >
            Add from a list…
          </Button>
        )}
      </div>
      {items.length === 0 ? (
        <p className={css.quiet}>
          Nothing is selected yet. Select rows in the list, or paste ids or names with <em>Add from a list…</em>
        </p>
      ) : (
        <details className={css.group}>
          <summary className={css.selection}>
            <Chevron />
            <span className={css.groupName}>{countItems(items)}</span>
            <span className={cx(css.quiet, css.groupWhy)}>{byRegion(items)}</span>
          </summary>
          <div className={css.groupBody}>
            <ItemTable
              items={items}
              run={stored}
              onRemove={
                decided
                  ? undefined
                  : (item) =>
                      run.replaceItems(items.filter((each) => each !== item).map(({ read: _, ...rest }) => rest))
              }
            />
          </div>
        </details>
      )}
      {decided ? null : (
        <BulkChoices
          choices={bulkChoices(items, session)}
          chosen={chosen}
          onChoose={(choice) => run.choose({ choice })}
        />
      )}
      <ValueFields fields={fields} off={false} />
      <TextInput
        className={css.field ?? ''}
        label="Reason or change number"
        description="Optional. It goes into the history with every change of this run."
        value={stored.reason}
        maxLength={200}
        autoComplete="off"
        onChange={(event) => run.choose({ reason: event.currentTarget.value })}
      />
      <StepBar>
        <Button
          variant="primary"
          reason={
            items.length === 0
              ? 'Add load balancers first.'
              : !decided && chosen === null
                ? 'Choose a value first.'
                : (problem ?? null)
          }
          onClick={onPreview}
        >
          {unread.length > 0 && unread.length < items.length ? 'Read the rest' : 'Preview changes'}
        </Button>
        {unread.length > 0 ? (
          <span className={css.faint}>
            Reads the details of {count(unread.length, 'load balancer')}, {atLeast(readingTime(unread))}. Nothing is
            changed yet.
          </span>
        ) : null}
      </StepBar>
      {pasting ? (
        <Suspense>
          <PasteDialog
            known={known}
            onClose={() => {
              setPasting(false);
              opener.current?.focus();
            }}
            onAdd={add}
          />
        </Suspense>
      ) : null}
    </section>
  );
}

/** What the value has beside its type, of those that an HTTP pool takes: what fits each is told by the preview. */
function fieldsOf(choice: Persistence | null, onChange: (choice: Persistence) => void): readonly ShownField[] {
  const type = choice && persistenceType(choice);
  if (!choice || type === null) return [];
  return currentProvider()
    .persistence.fields(type, { protocol: 'HTTP' })
    .map((field) => ({
      ...field,
      text: fieldText(choice, field),
      error: fieldText(choice, field) === '' ? null : fieldProblem(choice, field),
      type: (text: string) => onChange(withField(choice, field, text)),
    }));
}

const atLeast = (time: number): string => (time < 1_000 ? 'about a second' : `about ${duration(time)}`);

const byRegion = (items: RunSnapshot['items']): string =>
  [...Map.groupBy(items, ({ region }) => region)].map(([region, each]) => `${region} ${each.length}`).join(', ');
