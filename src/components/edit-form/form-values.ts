import type { Edit, FormValues } from '../../api/providers/edit.ts';

/** What the schema makes of the values; null while something is wrong with them. */
export function judged(schema: ReturnType<Edit['schema']>, values: FormValues): { readonly after: unknown } | null {
  const judgement = schema['~standard'].validate(values);
  if (judgement instanceof Promise || judgement.issues) return null;
  return { after: judgement.value };
}

/** What the address chooses beforehand, as `?condition=DRAINING` does; what is no choice is left out. */
export const presetOf = (query: URLSearchParams, fields: ReturnType<Edit['fields']>): FormValues =>
  Object.fromEntries(
    fields.flatMap(({ name, choices = [] }) => {
      const value = query.get(name);
      return value !== null && choices.some((choice) => choice.value === value) ? [[name, value]] : [];
    }),
  );

/** The field whose label or name the service's words hold; null for none of them. */
export function fieldIn(words: string, fields: ReturnType<Edit['fields']>): string | null {
  const said = words.toLowerCase();
  const found = fields.find(
    ({ label, name }) => said.includes(label.toLowerCase()) || said.includes(name.toLowerCase()),
  );
  return found?.name ?? null;
}
