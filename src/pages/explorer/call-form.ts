import { useForm, useStore } from '@tanstack/react-form';
import { useMemo, useState } from 'react';
import {
  type BodyIssue,
  bodyIssues,
  bodyText,
  exampleText,
  initialValue,
  jsonProblem,
  takesBody,
  valueOfText,
  valueSchema,
} from '../../api/explorer/body.ts';
import type { OperationId } from '../../api/explorer/operations.ts';
import { type ParameterIssue, parameterIssues } from '../../api/explorer/parameters.ts';
import type { CallValues } from '../../api/explorer/request.ts';

interface FormValues {
  region: string;
  params: Record<string, string>;
  query: Record<string, string>;
  /** What stands inside the body's root key. */
  body: unknown;
}

/** The text of the body as somebody typed it, and what was read from it. */
interface Typed {
  readonly text: string;
  readonly value: unknown;
}

const startOf = (id: OperationId): unknown => (takesBody(id) ? initialValue(valueSchema(id)) : undefined);

function filled(
  id: OperationId,
  { region, params, query, body }: CallValues,
): { form: FormValues; typed: Typed | null } {
  const rest = { region, params: { ...params }, query: { ...query } };
  if (body === null || !takesBody(id)) return { form: { ...rest, body: startOf(id) }, typed: null };
  try {
    const value = valueOfText(id, body);
    return { form: { ...rest, body: value }, typed: { text: body, value } };
  } catch {
    const value = startOf(id);
    return { form: { ...rest, body: value }, typed: { text: body, value } };
  }
}

const useFormOf = (values: FormValues) => useForm({ defaultValues: values });
export type CallFormApi = ReturnType<typeof useFormOf>;

export interface CallForm {
  readonly form: CallFormApi;
  /** What is filled in now; the body as it would be sent. */
  readonly values: CallValues;
  /** Why the text of the body is not JSON; null when it is. */
  readonly problem: string | null;
  readonly bodyIssues: readonly BodyIssue[];
  readonly parameterIssues: readonly ParameterIssue[];
  /** Takes the text of the body as typed; the fields follow as soon as it is JSON. */
  setText(text: string): void;
  fill(values: CallValues): void;
  fillExample(): void;
}

/**
 * The form of one call. The body has two faces, fields and text: the fields write the text anew, and a text that was typed stays as
 * it is until a field changes.
 */
export function useCallForm(id: OperationId, start: CallValues): CallForm {
  const [first] = useState(() => filled(id, start));
  const form = useFormOf(first.form);
  const values = useStore(form.store, (state) => state.values);
  const [typed, setTyped] = useState(first.typed);

  const kept = typed && typed.value === values.body ? typed.text : null;
  const text = useMemo(() => (takesBody(id) ? (kept ?? bodyText(id, values.body)) : null), [id, kept, values.body]);
  const problem = useMemo(() => (text === null ? null : jsonProblem(text)), [text]);
  const issues = useMemo(() => (text !== null && takesBody(id) ? bodyIssues(id, text) : []), [id, text]);
  const { region, params, query } = values;
  const wrong = useMemo(() => parameterIssues(id, { params, query }), [id, params, query]);
  const call = useMemo<CallValues>(() => ({ region, params, query, body: text }), [region, params, query, text]);

  const setText = (next: string) => {
    if (!takesBody(id)) return;
    try {
      const value = valueOfText(id, next);
      setTyped({ text: next, value });
      form.setFieldValue('body', value);
    } catch {
      setTyped({ text: next, value: form.state.values.body });
    }
  };

  return {
    form,
    values: call,
    problem,
    bodyIssues: issues,
    parameterIssues: wrong,
    setText,
    fill(next) {
      const { form: start, typed: kept } = filled(id, next);
      // The form takes its standard values from its first render; others in their place would be undone by the next one.
      form.reset(start, { keepDefaultValues: true });
      setTyped(kept);
    },
    fillExample() {
      if (takesBody(id)) setText(exampleText(id));
    },
  };
}
