import type { Edit, EditField, FormValues } from '../../api/providers/edit.ts';

/** What the schema makes of the values; null while something is wrong with them. */
export function judged(schema: ReturnType<Edit['schema']>, values: FormValues): { readonly after: unknown } | null {
  const judgement = schema['~standard'].validate(values);
  if (judgement instanceof Promise || judgement.issues) return null;
  return { after: judgement.value };
}

/** What the address chooses beforehand, as `?condition=DRAINING` does; what cannot be chosen is left out. */
export const presetOf = (query: URLSearchParams, fields: ReturnType<Edit['fields']>): FormValues =>
  Object.fromEntries(
    fields.flatMap(({ name, choices = [] }) => {
      const value = query.get(name);
      return value !== null && choices.some((choice) => choice.value === value && !choice.misfit)
        ? [[name, value]]
        : [];
    }),
  );

/** What was kept of a form's values, as far as it is of their kind: storage is anybody's to write. */
export const keptIn = (kept: FormValues, initial: FormValues): FormValues =>
  Object.fromEntries(Object.entries(kept).filter(([name, value]) => typeof value === typeof initial[name]));

/** Words alone, in small letters, each between two spaces. */
const bare = (text: string): string => ` ${text.toLowerCase().replace(/\W+/g, ' ').trim()} `;

/** The field that the service's words name first, by its label or name as words of their own; null for none of them. */
export function fieldIn(words: string, fields: readonly EditField[]): string | null {
  const said = bare(words);
  const named = fields.flatMap(({ name, label }) =>
    [bare(label), bare(name)].flatMap((called) => {
      const at = said.indexOf(called);
      return at < 0 ? [] : [{ name, at, length: called.length }];
    }),
  );
  // Of what begins at the same place, the longer one.
  return named.toSorted((a, b) => a.at - b.at || b.length - a.length)[0]?.name ?? null;
}
