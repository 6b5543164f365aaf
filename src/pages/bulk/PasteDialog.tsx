import { useId, useMemo, useState } from 'react';
import { type PastedEntry, readPasted } from '../../api/bulk/parse-ids.ts';
import { useRegions } from '../../api/inventory/hooks.ts';
import { Button } from '../../components/controls/Button.tsx';
import { Dialog } from '../../components/dialogs/Dialog.tsx';
import { Banner } from '../../components/layout/Banner.tsx';
import { count } from '../../model/format.ts';
import { type LoadBalancer, refKey } from '../../model/load-balancer.ts';
import css from './bulk.module.css';

interface PasteDialogProps {
  /** Those that the run has already, by key. */
  known: ReadonlySet<string>;
  onClose(): void;
  onAdd(rows: readonly LoadBalancer[]): void;
}

/** Takes a pasted list of ids or names; what is unknown or may mean several is named. */
export function PasteDialog({ known, onClose, onAdd }: PasteDialogProps) {
  const id = useId();
  const states = useRegions();
  const [text, setText] = useState('');
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const entries = useMemo(
    () =>
      readPasted(
        text,
        states.flatMap(({ rows }) => [...rows.values()]),
      ),
    [text, states],
  );
  const clear = entries.filter(({ matches }) => matches.length === 1);
  const unknown = entries.filter(({ matches }) => matches.length === 0);
  const ambiguous = entries.filter(({ matches }) => matches.length > 1);
  const loading = states.filter(({ complete, error }) => !complete && !error);
  const failed = states.filter(({ complete, error }) => !complete && error);
  const chosen = new Map<string, LoadBalancer>();
  for (const { matches } of clear) for (const row of matches) chosen.set(refKey(row), row);
  for (const { matches } of ambiguous)
    for (const row of matches) if (picked.has(refKey(row))) chosen.set(refKey(row), row);

  const more = [...chosen.values()].filter((row) => !known.has(refKey(row)));

  const pick = (row: LoadBalancer, on: boolean) => {
    const next = new Set(picked);
    if (on) next.add(refKey(row));
    else next.delete(refKey(row));
    setPicked(next);
  };

  return (
    <Dialog
      title="Add load balancers from a list"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabled={more.length === 0}
            onClick={() => {
              onAdd(more);
              onClose();
            }}
          >
            {more.length === 0 ? 'Add' : `Add ${count(more.length, 'load balancer')}`}
          </Button>
        </>
      }
    >
      <div className={css.found}>
        <div className={css.paste}>
          <label htmlFor={id}>Ids or names</label>
          <textarea
            id={id}
            data-autofocus
            value={text}
            spellCheck={false}
            aria-describedby={`${id}-about`}
            onChange={(event) => setText(event.target.value)}
          />
          <p id={`${id}-about`} className={css.faint}>
            One on a line, or separated by commas, semicolons or tabs. An id that stands in two regions: write ORD/71.
          </p>
        </div>
        {loading.length > 0 ? (
          <Banner>
            {loading.map(({ region, rows }) => `${region}: ${rows.size} loaded…`).join(' ')} What is not loaded yet
            reads as unknown until then.
          </Banner>
        ) : null}
        {failed.length > 0 ? (
          <Banner tone="error">
            {failed.map(({ region }) => region).join(' and ')} could not be read, so its load balancers read as unknown.
          </Banner>
        ) : null}
        <p role="status">{entries.length === 0 ? '' : summary(clear, unknown, ambiguous, chosen.size - more.length)}</p>
        {unknown.length > 0 ? (
          <div>
            <h3>Unknown</h3>
            <p className="mono" translate="no">
              {unknown.map((entry) => entry.text).join(', ')}
            </p>
          </div>
        ) : null}
        {ambiguous.map((entry) => (
          <fieldset key={entry.text}>
            <legend>
              <strong>{entry.text}</strong> may mean {entry.matches.length}. Which?
            </legend>
            <ul>
              {entry.matches.map((row) => (
                <li key={refKey(row)}>
                  <label className={css.switch}>
                    <input
                      type="checkbox"
                      checked={picked.has(refKey(row))}
                      onChange={(event) => pick(row, event.target.checked)}
                    />
                    <span>
                      <bdi translate="no">{row.name}</bdi>, {row.region}, id {row.id}, {row.protocol} {row.port}
                    </span>
                  </label>
                </li>
              ))}
            </ul>
          </fieldset>
        ))}
      </div>
    </Dialog>
  );
}

const summary = (
  clear: readonly PastedEntry[],
  unknown: readonly PastedEntry[],
  ambiguous: readonly PastedEntry[],
  there: number,
): string =>
  [
    `${clear.length} found`,
    unknown.length > 0 && `${unknown.length} unknown`,
    ambiguous.length > 0 && `${ambiguous.length} ambiguous`,
    there > 0 && `${there} in this run already`,
  ]
    .filter(Boolean)
    .join(', ');
