import { useState } from 'react';
import { providerOf } from '../../api/providers/providers.ts';
import { choiceValue } from '../../components/persistence/choices.ts';
import { fieldProblem, fieldText, type ShownField, withField } from '../../components/persistence/value-field.ts';
import { type PersistenceSubject, type Subject, subjectKey } from '../../model/load-balancer.ts';
import { type Persistence, persistenceType } from '../../model/persistence.ts';
import type { Edit } from './use-edit.ts';

/** What a value has beside its type: fields that follow the chosen type, each type keeping what was typed for it. */
export function useValueFields(target: Subject, subject: PersistenceSubject | undefined, edit: Edit) {
  const [values, setValues] = useState<ReadonlyMap<string, Persistence>>(() => new Map());
  const [touched, setTouched] = useState<ReadonlySet<string>>(() => new Set());
  const chosen = edit.chosen ?? subject?.persistence;
  const key = (type: string) => `${type} ${subjectKey(target)}`;
  const type = chosen ? persistenceType(chosen) : null;
  const fields = subject && chosen && type !== null ? providerOf(target.region).persistence.fields(type, subject) : [];

  const shown = fields.map(
    (field): ShownField => ({
      ...field,
      text: fieldText(chosen, field),
      error: touched.has(`${field.name} ${key(type ?? '')}`) ? fieldProblem(chosen, field) : null,
      type(typed) {
        if (!chosen || type === null) return;
        const next = withField(chosen, field, typed);
        setValues(new Map(values).set(key(type), next));
        setTouched(new Set(touched).add(`${field.name} ${key(type)}`));
        edit.choose(next);
      },
    }),
  );
  const problems = fields.map((field) => fieldProblem(chosen, field));

  return {
    shown,
    /** What is wrong with the first field that is, as a sentence; null when nothing is. */
    problem: problems.find((each) => each !== null) ?? null,
    /** Chooses a type, with what is stored or was typed for it. */
    chooseType(persistence: Persistence) {
      const own = subject && choiceValue(subject.persistence) === choiceValue(persistence) ? subject.persistence : null;
      edit.choose(values.get(key(choiceValue(persistence))) ?? own ?? persistence);
    },
  };
}
