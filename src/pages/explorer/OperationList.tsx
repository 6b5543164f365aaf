import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { trimmed } from '../../../contract/shared/text.ts';
import { type ExploredName, type OperationId, operationOf } from '../../api/explorer/operations.ts';
import { keyHandler } from '../../components/controls/keys.ts';
import { paths } from '../../model/paths.ts';
import { searchOperations } from './catalogue.ts';
import { Method } from './Method.tsx';
import css from './OperationList.module.css';

interface OperationListProps {
  api: ExploredName;
  chosen: OperationId | null;
  favourites: readonly OperationId[];
  recent: readonly OperationId[];
  /** What goes along to the operation that is opened next: region and load balancer. */
  carried: Readonly<Record<string, string>>;
}

/** Every operation of the API: searched, kept at hand, by group. */
export function OperationList({ api, chosen, favourites, recent, carried }: OperationListProps) {
  const [words, setWords] = useState('');
  const navigate = useNavigate();
  const nothingTyped = trimmed(words) === '';
  const found = searchOperations(api, words);
  const first = found[0]?.ids[0];

  const items = (ids: readonly OperationId[], current: OperationId | null = null) => (
    <ul>
      {ids.map((id) => {
        const { method, title } = operationOf(id);
        return (
          <li key={id}>
            <Link
              to={paths.explorer(id, carried)}
              className={css.link}
              aria-current={id === current ? 'page' : undefined}
            >
              <Method method={method} />
              <span>{title}</span>
            </Link>
          </li>
        );
      })}
    </ul>
  );

  return (
    <nav aria-label="Operations" className={css.list}>
      <search>
        <TextInput
          aria-label="Search operations"
          data-search
          type="search"
          placeholder="/ Search operations"
          autoComplete="off"
          value={words}
          onChange={(event) => setWords(event.target.value)}
          onKeyDown={keyHandler((event) => {
            if (event.key === 'Enter' && first && !nothingTyped) navigate(paths.explorer(first, carried));
            if (event.key === 'Escape' && words !== '') {
              event.stopPropagation();
              setWords('');
            }
          })}
        />
      </search>
      <p role="status" className="visually-hidden">
        {nothingTyped ? '' : `${found.reduce((sum, { ids }) => sum + ids.length, 0)} operations found`}
      </p>
      {nothingTyped ? (
        <>
          {favourites.length > 0 ? (
            <section aria-label="Favourites">
              <h2 className={css.heading}>Favourites</h2>
              {items(favourites)}
            </section>
          ) : null}
          {recent.length > 0 ? (
            <section aria-label="Recent">
              <h2 className={css.heading}>Recent</h2>
              {items(recent)}
            </section>
          ) : null}
        </>
      ) : null}
      {found.map(({ name, about, ids }) => (
        <section key={name} aria-label={name}>
          <h2 className={css.heading} title={about}>
            {name}
          </h2>
          {items(ids, chosen)}
        </section>
      ))}
      {found.length === 0 ? <p className={css.none}>No operation has these words. Try a part of its path.</p> : null}
    </nav>
  );
}
