import { useEffect, useId, useState } from 'react';
import { trimmed } from '../../../contract/shared/text.ts';
import { Button } from '../../components/controls/Button.tsx';
import { keyHandler } from '../../components/controls/keys.ts';
import css from '../../components/records/history.module.css';
import { useSession } from '../../components/session/use-session.ts';
import { type FilterName, filterNames, verdictChoices } from './filters.ts';

interface HistoryFiltersProps {
  search: URLSearchParams;
  onChange(next: URLSearchParams): void;
}

/** The filters, kept in the page's address. Text takes effect on Enter or when the field is left. */
export function HistoryFilters({ search, onChange }: HistoryFiltersProps) {
  const { regions } = useSession();
  const set = (name: FilterName, value: string) => {
    const next = new URLSearchParams(search);
    if (value) next.set(name, value);
    else next.delete(name);
    if (next.toString() !== search.toString()) onChange(next);
  };
  const value = (name: FilterName) => search.get(name) ?? '';
  const any = filterNames.some((name) => search.has(name));
  return (
    <search className={css.filters} aria-label="History">
      <Choice
        label="Region"
        value={value('region')}
        choices={regions.map((region) => [region, region])}
        onChange={(region) => set('region', region)}
      />
      <Text label="Load balancer id" value={value('loadBalancerId')} onChange={(id) => set('loadBalancerId', id)} />
      <Text label="User" value={value('user')} onChange={(user) => set('user', user)} />
      <Text label="Run" value={value('run')} onChange={(run) => set('run', run)} />
      <Choice
        label="Result"
        value={value('verdict')}
        choices={verdictChoices}
        onChange={(verdict) => set('verdict', verdict)}
      />
      <Text label="From" type="date" value={value('from')} onChange={(from) => set('from', from)} />
      <Text label="To" type="date" value={value('to')} onChange={(to) => set('to', to)} />
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
  const id = useId();
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  return (
    <div className={css.field}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type={type}
        value={typed}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => {
          setTyped(event.target.value);
          if (type === 'date') onChange(event.target.value);
        }}
        onBlur={() => onChange(trimmed(typed))}
        onKeyDown={keyHandler((event) => {
          if (event.key === 'Enter') onChange(trimmed(typed));
        })}
      />
    </div>
  );
}

function Choice({
  label,
  value,
  choices,
  onChange,
}: FieldProps & { choices: readonly (readonly [value: string, label: string])[] }) {
  const id = useId();
  return (
    <div className={css.field}>
      <label htmlFor={id}>{label}</label>
      <select translate="no" id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">All</option>
        {choices.map(([each, name]) => (
          <option key={each} value={each}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}
