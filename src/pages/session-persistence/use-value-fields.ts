import { useState } from 'react';
import { trimmed } from '../../../contract/shared/text.ts';
import type { PersistenceField } from '../../api/providers/provider.ts';
import { providerOf } from '../../api/providers/providers.ts';
import { choiceValue } from '../../components/persistence/choices.ts';
import { type PersistenceSubject, type Subject, subjectKey } from '../../model/load-balancer.ts';
import { type Persistence, persistenceType } from '../../model/persistence.ts';
import type { Edit } from './use-edit.ts';

/** A field as it is drawn: what was typed, and what is wrong with it once something was. */
export interface ShownField extends PersistenceField {
  readonly text: string;
  readonly error: string | null;
  type(text: string): void;
}

/** The value with one field as it was typed; an empty one is left out. */
function withField(value: Persistence, { name, isNumber }: PersistenceField, text: string): Persistence {
  if (value.state === 'disabled') return value;
  const { [name]: _, ...rest } = value;
  const clean = trimmed(text);
  if (clean === '') return rest as Persistence;
  return { ...rest, [name]: isNumber && /^\d+$/.test(clean) ? Number(clean) : clean } as Persistence;
}

/** What a value has beside its type: fields that follow the chosen type, each type keeping what was typed for it. */
export function useValueFields(target: Subject, subject: PersistenceSubject | undefined, edit: Edit) {
  const [values, setValues] = useState<ReadonlyMap<string, Persistence>>(() => new Map());
  const [touched, setTouched] = useState<ReadonlySet<string>>(() => new Set());
  const chosen = edit.chosen ?? subject?.persistence;
  const key = (type: string) => `${type} ${subjectKey(target)}`;
  const type = chosen ? persistenceType(chosen) : null;
  const fields = subject && chosen && type !== null ? providerOf(target.region).persistence.fields(type, subject) : [];

  const shown = fields.map((field): ShownField => {
    const text = chosen?.state === 'enabled' ? String(chosen[field.name] ?? '') : '';
    const problem = text === '' && field.optional ? null : field.problem(text);
    return {
      ...field,
      text,
      error: touched.has(`${field.name} ${key(type ?? '')}`) ? problem : null,
      type(typed) {
        if (!chosen || type === null) return;
        const next = withField(chosen, field, typed);
        setValues(new Map(values).set(key(type), next));
        setTouched(new Set(touched).add(`${field.name} ${key(type)}`));
        edit.choose(next);
      },
    };
  });
  const wrong = fields.find((field) => {
    const text = chosen?.state === 'enabled' ? String(chosen[field.name] ?? '') : '';
    return !(text === '' && field.optional) && field.problem(text) !== null;
  });
  const wrongText = wrong && chosen?.state === 'enabled' ? String(chosen[wrong.name] ?? '') : '';

  return {
    shown,
    /** What is wrong with the first field that is, as a sentence; null when nothing is. */
    problem: wrong?.problem(wrongText) ?? null,
    /** Chooses a type, with what is stored or was typed for it. */
    chooseType(persistence: Persistence) {
      const own = subject && choiceValue(subject.persistence) === choiceValue(persistence) ? subject.persistence : null;
      edit.choose(values.get(key(choiceValue(persistence))) ?? own ?? persistence);
    },
  };
}
