import { schemaResolver, useForm } from '@mantine/form';
import { type FocusEvent, type ReactNode, useRef, useState } from 'react';
import { ApiError } from '../../api/http/client.ts';
import type { FieldsSchema } from '../../model/fields-schema.ts';

export interface FieldsOptions<Values extends object, Sent> {
  initialValues: Values;
  /** Judges the values and makes of them what is sent. */
  schema: FieldsSchema<Sent>;
  /** The path of the field that a service's words are about; null: no field's. */
  fieldOf?(message: string, values: Values): string | null;
  /** What it throws is told at the field that it is about, or at the end of the form. */
  submit(sent: Sent): Promise<void> | void;
  onValuesChange?(values: Values): void;
}

const wordsOf = (cause: unknown): readonly string[] =>
  cause instanceof ApiError ? cause.messages : [cause instanceof Error ? cause.message : String(cause)];

/**
 * The fields of a form, judged by a schema of the contract: as the user leaves a field in which something was typed, and all of them before
 * sending. `shell` goes into FormDialog or Form, which tell the error and take the focus to the first wrong field; `at` into each field.
 *
 *     const fields = useFields({ initialValues: { port: '80' }, schema, submit: async (node) => { await add(node); onClose(); } });
 *     <FormDialog title="Add node" {...fields.shell} submit={{ name: 'Add node' }} unsaved={…} onClose={onClose}>
 *       <TextInput label="Port" {...fields.at('port')} />
 *
 * A box to tick takes `at('enabled', { type: 'checkbox' })`, a field in a list `at('nodes.0.port')`; `form` is Mantine's, for values and
 * lists. A refusal that comes later than `submit` ends, such as a change's, goes to `refuse`; `fieldOf` finds the field that it is about.
 * What is wrong with something that has no field here is told at the end of the form. A form that is a page asks before it is left by
 * `useUnsavedQuestion(fields.shell.dirty, …)`.
 */
export function useFields<Values extends object, Sent>(options: FieldsOptions<Values, Sent>) {
  const { initialValues, schema, fieldOf, submit, onValuesChange } = options;
  const form = useForm<Values>({
    initialValues,
    validate: schemaResolver(schema, { sync: true }),
    ...(onValuesChange && { onValuesChange }),
  });
  const [loading, setLoading] = useState(false);
  const [refusal, setRefusal] = useState<ReactNode>(null);
  const sending = useRef(false);
  // Paths that have been given to a field.
  const drawn = useRef(new Set<string>());

  const refuse = (cause: unknown) => {
    const atFields: Record<string, string> = {};
    const others: string[] = [];
    for (const words of wordsOf(cause)) {
      const path =
        cause instanceof ApiError && cause.field !== null ? cause.field : (fieldOf?.(words, form.getValues()) ?? null);
      if (path === null) others.push(words);
      else atFields[path] = atFields[path] ? `${atFields[path]} ${words}` : words;
    }
    form.setErrors(atFields);
    setRefusal(others.length > 0 ? others.join(' ') : null);
  };

  const onSubmit = async () => {
    if (sending.current) return;
    setRefusal(null);
    if (form.validate().hasErrors) return;
    sending.current = true;
    setLoading(true);
    try {
      const judged = await schema['~standard'].validate(form.getValues());
      if (judged.issues) throw new Error(judged.issues.map(({ message }) => message).join(' '));
      await submit(judged.value);
    } catch (cause) {
      refuse(cause);
    } finally {
      sending.current = false;
      setLoading(false);
    }
  };

  const at = (path: Parameters<typeof form.getInputProps>[0], given?: Parameters<typeof form.getInputProps>[1]) => {
    drawn.current.add(String(path));
    return {
      ...form.getInputProps(path, given),
      onBlur: ({ relatedTarget }: FocusEvent) => {
        // Words that appear under a button as it is pressed would move it away.
        if (form.isDirty(path) && !(relatedTarget instanceof HTMLButtonElement)) form.validateField(path);
      },
    };
  };

  const homeless = Object.entries(form.errors).filter(([path]) => !drawn.current.has(path));
  return {
    form,
    at,
    refuse,
    shell: {
      loading,
      submitError: refusal ?? (homeless.length > 0 ? homeless.map(([, words]) => words).join(' ') : null),
      dirty: form.isDirty() && !loading,
      onSubmit: () => void onSubmit(),
    },
  };
}
