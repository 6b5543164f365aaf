import { TextInput } from '@mantine/core';
import { type KeyboardEvent, Suspense, useId, useMemo, useState } from 'react';
import { trimmed } from '../../../contract/shared/text.ts';
import type { Session } from '../../api/http/session.ts';
import { useRegions } from '../../api/inventory/hooks.ts';
import { inventory } from '../../api/inventory/inventory.ts';
import { keyHandler } from '../../components/controls/keys.ts';
import { lazyPart } from '../../components/layout/lazy-part.ts';
import { statusWord } from '../../components/load-balancer/Status.tsx';
import type { LoadBalancer } from '../../model/load-balancer.ts';
import { hasWords, searchText, searchWords } from '../../model/search.ts';
import css from './Fields.module.css';
import { type FieldText, fieldProps } from './field-props.tsx';

const Options = lazyPart(() => import('./LoadBalancerOptions.tsx'));

interface LoadBalancerFieldProps {
  text: FieldText;
  region: string;
  /** Whose load balancers complete the field; null when nobody is signed in. */
  session: Session | null;
  value: string;
  onChange(value: string): void;
  onBlur(): void;
}

const suggestionsShown = 20;

const matches = (row: LoadBalancer, words: readonly string[]): boolean =>
  words.every((word) => row.id.startsWith(word)) || hasWords(searchText(row.name), words);

/** The id of a load balancer, completed from the account's load balancers by name or id. Follows the ARIA combobox pattern. */
export function LoadBalancerField(props: LoadBalancerFieldProps) {
  const { text, region, session, value, onChange, onBlur } = props;
  const listId = useId();
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const regions = useRegions();
  const state = regions.find((each) => each.region === region);
  const rows = state?.rows;
  const known = useMemo(() => [...(rows?.values() ?? [])], [rows]);
  const found = useMemo(() => {
    if (!open) return [];
    const words = searchWords(value);
    return known.filter((row) => row.status !== 'DELETED' && matches(row, words)).slice(0, suggestionsShown);
  }, [open, known, value]);
  const chosen = known.find((row) => row.id === trimmed(value));
  // An id that is one of them is the answer: a list would only lie over what comes next.
  const listed = open && found.length > 0 && !chosen;
  const optionId = (index: number) => `${listId}-${index}`;

  const show = () => {
    if (session?.regions.includes(region)) inventory.open(session.account, [region]);
    setOpen(true);
    setActive(-1);
  };
  const choose = (id: string) => {
    onChange(id);
    setOpen(false);
  };
  const onKeyDown = keyHandler((event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!open) return show();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      if (found.length > 0) setActive((active + step + found.length + (active < 0 && step < 0 ? 1 : 0)) % found.length);
    } else if (event.key === 'Enter' && listed && found[active]) {
      event.preventDefault();
      choose(found[active].id);
    } else if (event.key === 'Escape' && listed) {
      event.stopPropagation();
      setOpen(false);
    }
  });

  const facts = chosen ? `${chosen.name} · ${chosen.protocol} ${chosen.port} · ${statusWord(chosen.status)}` : null;

  return (
    <TextInput
      {...fieldProps(text)}
      description={
        session ? (
          <span translate="no" className={css.chosen}>
            {facts}
          </span>
        ) : null
      }
      role="combobox"
      autoComplete="off"
      spellCheck={false}
      placeholder={session ? 'Id, or type a name' : undefined}
      aria-expanded={listed}
      aria-controls={listed ? listId : undefined}
      aria-autocomplete="list"
      aria-activedescendant={listed && active >= 0 ? optionId(active) : undefined}
      aria-required
      value={value}
      onFocus={show}
      onClick={() => !open && show()}
      onBlur={() => {
        setOpen(false);
        onBlur();
      }}
      onKeyDown={onKeyDown}
      onChange={({ currentTarget }) => {
        onChange(currentTarget.value);
        setOpen(true);
        setActive(trimmed(currentTarget.value) === '' ? -1 : 0);
      }}
      inputContainer={(input) => (
        <div className={css.combobox}>
          {input}
          <Suspense fallback={null}>
            {listed ? (
              <Options
                id={listId}
                optionId={optionId}
                rows={found}
                active={active}
                onPoint={setActive}
                onChoose={choose}
              />
            ) : null}
          </Suspense>
        </div>
      )}
    />
  );
}
