import '@mantine/core/styles/Checkbox.layer.css';
import { Checkbox, Stack, Textarea } from '@mantine/core';
import { useMemo, useState } from 'react';
import { readPasted } from '../../api/bulk/parse-ids.ts';
import { useRegions } from '../../api/inventory/hooks.ts';
import { FormDialog } from '../../components/forms/FormDialog.tsx';
import { Banner } from '../../components/layout/Banner.tsx';
import { count } from '../../model/format.ts';
import { type LoadBalancer, refKey } from '../../model/load-balancer.ts';
import css from './bulk.module.css';
import { pastedSummary } from './pasted-summary.ts';

const unsent = {
  title: 'Close without adding?',
  body: 'The load balancers of this list are not in the run yet.',
  action: 'Discard',
  cancel: 'Keep editing',
  danger: true,
};

interface PasteDialogProps {
  /** Those that the run has already, by key. */
  known: ReadonlySet<string>;
  onClose(): void;
  onAdd(rows: readonly LoadBalancer[]): void;
}

/** Takes a pasted list of ids or names; what is unknown, ambiguous or not added is said. */
export default function PasteDialog({ known, onClose, onAdd }: PasteDialogProps) {
  const states = useRegions();
  const [text, setText] = useState('');
  const [picked, setPicked] = useState<readonly string[]>([]);
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
  const found = [
    ...clear.flatMap(({ matches }) => matches),
    ...ambiguous.flatMap(({ matches }) => matches.filter((row) => picked.includes(refKey(row)))),
  ];
  const chosen = new Map(found.map((row) => [refKey(row), row]));
  const more = [...chosen.values()].filter((row) => !known.has(refKey(row)));

  return (
    <FormDialog
      title="Add load balancers from a list"
      loading={false}
      submitError={null}
      dirty={more.length > 0}
      unsaved={unsent}
      submit={{
        name: more.length === 0 ? 'Add' : `Add ${count(more.length, 'load balancer')}`,
        disabled: more.length === 0,
      }}
      onClose={onClose}
      onSubmit={() => {
        onAdd(more);
        onClose();
      }}
    >
      <div className={css.found}>
        <Textarea
          label="Ids or names"
          description="One on a line, or separated by commas, semicolons or tabs. If an id exists in two regions, use ORD/71."
          data-autofocus
          rows={8}
          classNames={{ input: css.pasted }}
          value={text}
          spellCheck={false}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {loading.length > 0 ? (
          <Banner>
            {loading.map(({ region, rows }) => `${region}: ${rows.size} loaded…`).join(' ')} What is not loaded yet
            counts as unknown.
          </Banner>
        ) : null}
        {failed.length > 0 ? (
          <Banner tone="error">
            {failed.map(({ region }) => region).join(' and ')} could not be read, so its load balancers count as
            unknown.
          </Banner>
        ) : null}
        <p role="status">
          {entries.length === 0
            ? ''
            : pastedSummary({
                found: clear.length,
                unknown: unknown.length,
                ambiguous: ambiguous.length,
                repeated: found.length - chosen.size,
                there: chosen.size - more.length,
              })}
        </p>
        {unknown.length > 0 ? (
          <div>
            <h3>Unknown</h3>
            <p className="mono" translate="no">
              {unknown.map((entry) => entry.text).join(', ')}
            </p>
          </div>
        ) : null}
        {ambiguous.map((entry) => (
          <Checkbox.Group
            key={entry.text}
            label={
              <>
                <bdi translate="no">{entry.text}</bdi> matches {entry.matches.length} load balancers. Which do you mean?
              </>
            }
            value={[...picked]}
            onChange={setPicked}
          >
            <Stack gap={4}>
              {entry.matches.map((row) => (
                <Checkbox
                  key={refKey(row)}
                  value={refKey(row)}
                  label={
                    <>
                      <bdi translate="no">{row.name}</bdi>, {row.region}, id {row.id}, {row.protocol} {row.port}
                    </>
                  }
                />
              ))}
            </Stack>
          </Checkbox.Group>
        ))}
      </div>
    </FormDialog>
  );
}
