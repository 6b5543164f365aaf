import { useId, useRef, useState } from 'react';
import { readingTime } from '../../api/bulk/estimate.ts';
import type { BulkRun } from '../../api/bulk/run.ts';
import { toItem } from '../../api/bulk/runs.ts';
import { countItems, needsReading, type RunSnapshot } from '../../api/bulk/types.ts';
import { Button } from '../../components/controls/Button.tsx';
import { cx } from '../../components/controls/cx.ts';
import { IconListNumbers } from '../../components/controls/icons.ts';
import { duration } from '../../components/controls/time.ts';
import choices from '../../components/persistence/PersistenceChoices.module.css';
import { useSession } from '../../components/session/use-session.ts';
import { count } from '../../model/format.ts';
import { type LoadBalancer, refKey } from '../../model/load-balancer.ts';
import { persistenceType } from '../../model/persistence.ts';
import css from './bulk.module.css';
import { bulkChoices } from './bulk-choices.ts';
import { Chevron } from './Chevron.tsx';
import { PasteDialog } from './PasteDialog.tsx';
import { ItemTable } from './PlanGroups.tsx';

/** What the run is to do: which load balancers, which value, why. */
export function RunSetup({ run, snapshot }: { run: BulkRun; snapshot: RunSnapshot }) {
  const session = useSession();
  const [pasting, setPasting] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const reasonId = useId();
  const { items, phase, run: stored } = snapshot;
  const off = phase === 'reading';
  const putBack = stored.takesBack !== null;
  const chosen = stored.choice && (persistenceType(stored.choice) ?? 'DISABLED');

  const unread = items.filter(needsReading);
  const known = new Set(items.map(refKey));

  const add = (rows: readonly LoadBalancer[]) => {
    const more = rows.map((row) => ({ subject: row, name: row.name }));
    run.replaceItems([...items.map(({ read: _, ...item }) => item), ...more.map(toItem)]);
  };

  return (
    <section className={css.section} aria-labelledby="setup">
      <div className={css.sectionHead}>
        <h2 id="setup">{putBack ? 'What is put back' : 'What to change'}</h2>
        {putBack ? null : (
          <Button
            ref={opener}
            icon={<IconListNumbers size={16} stroke={1.75} aria-hidden />}
            disabled={off}
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
                off || putBack
                  ? undefined
                  : (item) =>
                      run.replaceItems(items.filter((each) => each !== item).map(({ read: _, ...rest }) => rest))
              }
            />
          </div>
        </details>
      )}
      {putBack ? null : (
        <div className={choices.group} role="radiogroup" aria-label="Session Persistence">
          {bulkChoices(items, session).map((choice) => (
            <label key={choice.value} className={cx(choices.choice, choice.value === chosen && choices.checked)}>
              <input
                type="radio"
                name="bulk-persistence"
                checked={choice.value === chosen}
                disabled={off || choice.barred}
                onChange={() => run.choose({ choice: choice.persistence })}
                aria-label={choice.label}
                aria-describedby={`about-${choice.value}`}
              />
              <span translate="no" className={choices.label}>
                {choice.label}
              </span>
              <span>
                {choice.value === 'DISABLED' ? null : (
                  <code translate="no" className={choices.enum}>
                    {choice.value}
                  </code>
                )}
              </span>
              <span id={`about-${choice.value}`} className={choices.sentence}>
                {choice.sentence}
                {choice.fit ? <span className={choices.reason}> {choice.fit}</span> : null}
              </span>
            </label>
          ))}
        </div>
      )}
      <div className={css.field}>
        <label htmlFor={reasonId}>Reason or change number</label>
        <input
          id={reasonId}
          value={stored.reason}
          maxLength={200}
          autoComplete="off"
          aria-describedby={`${reasonId}-about`}
          onChange={(event) => run.choose({ reason: event.target.value })}
        />
        <span id={`${reasonId}-about`} className={css.faint}>
          Optional. It goes into the history with every change of this run.
        </span>
      </div>
      {phase === 'choosing' ? (
        <div className={css.actions}>
          <Button
            variant="primary"
            reason={
              items.length === 0
                ? 'Add load balancers first.'
                : !putBack && chosen === null
                  ? 'Choose a value first.'
                  : null
            }
            onClick={() => void run.plan()}
          >
            {unread.length > 0 && unread.length < items.length ? 'Read the rest' : 'Make the plan'}
          </Button>
          {unread.length > 0 ? (
            <span className={css.faint}>
              Reads the details of {count(unread.length, 'load balancer')}, {atLeast(readingTime(unread))}. Nothing is
              changed yet.
            </span>
          ) : null}
        </div>
      ) : null}
      {pasting ? (
        <PasteDialog
          known={known}
          onClose={() => {
            setPasting(false);
            opener.current?.focus();
          }}
          onAdd={add}
        />
      ) : null}
    </section>
  );
}

const atLeast = (time: number): string => (time < 1_000 ? 'about a second' : `about ${duration(time)}`);

const byRegion = (items: RunSnapshot['items']): string =>
  [...Map.groupBy(items, ({ region }) => region)].map(([region, each]) => `${region} ${each.length}`).join(', ');
