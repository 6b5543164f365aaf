import { trimmed } from '../../../contract/shared/text.ts';
import type { PersistenceField } from '../../api/providers/provider.ts';
import type { Persistence } from '../../model/persistence.ts';

/** A field as it is drawn: what was typed, and what is wrong with it once something was. */
export interface ShownField extends PersistenceField {
  readonly text: string;
  readonly error: string | null;
  type(text: string): void;
}

/** What stands in the field of a value. */
export const fieldText = (value: Persistence | undefined, { name }: PersistenceField): string =>
  value?.state === 'enabled' ? String(value[name] ?? '') : '';

/** What is wrong with the field of a value, as a sentence; null when nothing is. */
export function fieldProblem(value: Persistence | undefined, field: PersistenceField): string | null {
  const text = fieldText(value, field);
  return text === '' && field.optional ? null : field.problem(text);
}

/** The value with one field as it was typed; an empty one is left out. */
export function withField(value: Persistence, { name, isNumber }: PersistenceField, text: string): Persistence {
  if (value.state === 'disabled') return value;
  const { [name]: _, ...rest } = value;
  const clean = trimmed(text);
  if (clean === '') return rest as Persistence;
  return { ...rest, [name]: isNumber && /^\d+$/.test(clean) ? Number(clean) : clean } as Persistence;
}
