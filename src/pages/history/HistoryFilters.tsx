import { NativeSelect, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { trimmed } from '../../../contract/shared/text.ts';
import { Button } from '../../components/controls/Button.tsx';
import { useNow } from '../../components/controls/clock.ts';
import { keyHandler } from '../../components/controls/keys.ts';
import css from '../../components/records/history.module.css';
import { useSession } from '../../components/session/use-session.ts';
import { daysOf, type FilterName, filterNames, periods, verdictChoices } from './filters.ts';

/** Milliseconds after the last letter. */
const pause = 300;

interface HistoryFiltersProps {
  search: URLSearchParams;
  onChange(next: URLSearchParams): void;
}

/** The filters, those that are used most first, kept in the page's address. Text takes effect as it is typed, once there is a pause. */
export function HistoryFilters({ search, onChange }: HistoryFiltersProps) {
  const { regions } = useSession();
  const now = useNow(60_000);
  const set = (values: Partial<Record<FilterName, string>>) => {
    const next = new URLSearchParams(search);
    for (const [name, value] of Object.entries(values))
      if (value) next.set(name, value);
      else next.delete(name);
    if (next.toString() !== search.toString()) onChange(next);
  };
  const value = (name: FilterName) => search.get(name) ?? '';
  const any = filterNames.some((name) => search.has(name));
  return (
    <search className={css.filters} aria-label="History">
      <Text
        label="Load balancer"
        value={value('loadBalancer') || value('loadBalancerId')}
        onChange={(loadBalancer) => {
          // A link may name one by its whole id; what is typed is a part of it or of the name.
          if (loadBalancer !== value('loadBalancerId')) set({ loadBalancer, loadBalancerId: '' });
        }}
      />
      <Text label="User" value={value('user')} onChange={(user) => set({ user })} />
      <fieldset className={css.periods}>
        <legend className="visually-hidden">Period</legend>
        {periods.map((period) => {
          const days = daysOf(period, now);
          const on = days.from === value('from') && days.to === value('to');
          return (
            <Button
              key={period.name}
              aria-pressed={on}
              data-on={on || undefined}
              onClick={() => set(on ? { from: '', to: '' } : days)}
            >
              {period.name}
            </Button>
          );
        })}
      </fieldset>
      <Text label="From" type="date" value={value('from')} onChange={(from) => set({ from })} />
      <Text label="To" type="date" value={value('to')} onChange={(to) => set({ to })} />
      <Choice
        label="Region"
        value={value('region')}
        choices={regions.map((region) => [region, region])}
        onChange={(region) => set({ region })}
      />
      <Choice
        label="Result"
        value={value('verdict')}
        choices={verdictChoices}
        onChange={(verdict) => set({ verdict })}
      />
      <Text label="Run" value={value('run')} onChange={(run) => set({ run })} />
      {any ? (
        <Button variant="subtle" onClick={() => onChange(new URLSearchParams())}>
          Clear filters
        </Button>
      ) : null}
    </search>
  );
}

interface FieldProps {
  label: string;
  value: string;
  onChange(value: string): void;
}

function Text({ label, value, onChange, type = 'text' }: FieldProps & { type?: 'text' | 'date' }) {
  const [typed, setTyped] = useState(value);
  const apply = useRef(onChange);
  useEffect(() => {
    apply.current = onChange;
  });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const [applied, setApplied] = useState(value);
  const take = (text: string) => {
    clearTimeout(timer.current);
    setApplied(trimmed(text));
    apply.current(trimmed(text));
  };
  const later = (text: string) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => take(text), pause);
  };
  // Not by an effect: one that runs late would take back what was typed meanwhile.
  const [shown, setShown] = useState(value);
  if (shown !== value) {
    setShown(value);
    // The address follows what is typed here, and what is typed may be ahead of it.
    if (value !== applied) setTyped(value);
    setApplied(value);
  }
  return (
    <TextInput
      className={css.field}
      label={label}
      type={type}
      value={typed}
      spellCheck={false}
      autoComplete="off"
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value);
        if (type === 'date') onChange(currentTarget.value);
        else later(currentTarget.value);
      }}
      onBlur={() => take(typed)}
      onKeyDown={keyHandler((event) => {
        if (event.key === 'Enter') take(typed);
      })}
    />
  );
}

function Choice({
  label,
  value,
  choices,
  onChange,
}: FieldProps & { choices: readonly (readonly [value: string, label: string])[] }) {
  return (
    <NativeSelect
      className={css.field}
      label={label}
      translate="no"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[{ value: '', label: 'All' }, ...choices.map(([each, name]) => ({ value: each, label: name }))]}
    />
  );
}
