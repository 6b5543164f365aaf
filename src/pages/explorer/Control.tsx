import '@mantine/core/styles/Radio.layer.css';
import { NativeSelect, Radio, Textarea, TextInput } from '@mantine/core';
import type { FieldSchema } from '../../api/explorer/body.ts';
import css from './Fields.module.css';
import { type FieldText, fieldProps } from './field-props.tsx';

export interface ControlProps {
  /** Where the value stands: `body.nodes[0].port`. */
  name: string;
  schema: FieldSchema;
  value: unknown;
  text: FieldText;
  onChange(value: unknown): void;
  onBlur(): void;
}

/** The values to choose from, as their texts; null for a free value. */
const choicesOf = (schema: FieldSchema): readonly string[] | null =>
  schema.enum ?? (schema.type === 'boolean' ? ['true', 'false'] : null);

/** A required choice of so few is made with one press. */
const choicesAsRadios = 4;
const isChoice = (schema: FieldSchema, required: boolean): boolean =>
  required && (choicesOf(schema)?.length ?? Number.POSITIVE_INFINITY) <= choicesAsRadios;

/** Whether a text has several lines: PEM blocks and pages. */
const isLong = ({ description = '', maxLength = 0 }: FieldSchema): boolean =>
  /\bPEM\b/.test(description) || maxLength > 1_000;

const shown = (value: unknown): string => {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/** The value of a chosen or typed text; an empty one leaves the field out. What does not fit stays a text, for the contract to judge. */
function readValue({ type }: FieldSchema, text: string): unknown {
  if (text === '') return undefined;
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  if (type !== 'integer' && type !== 'number') return text;
  const number = Number(text);
  return /^\s*-?\d+\s*$/.test(text) && Number.isSafeInteger(number) ? number : text;
}

const standard = ({ default: value }: FieldSchema): string =>
  value === undefined ? 'Not set' : `Not set (default: ${String(value)})`;

/** One value of a body: radio buttons, a list, a line or several lines. */
export function Control({ name, schema, value, text: said, onChange, onBlur }: ControlProps) {
  const { required } = said;
  const choices = choicesOf(schema);
  const text = shown(value);
  const change = (next: string) => onChange(readValue(schema, next));
  const foreign = choices && text !== '' && !choices.includes(text) ? text : null;

  if (choices && isChoice(schema, required))
    return (
      <Radio.Group {...fieldProps(said)} name={name} value={text} onChange={change} className={css.wide}>
        <div className={css.choices}>
          {choices.map((choice) => (
            <Radio
              key={choice}
              value={choice}
              onBlur={onBlur}
              label={
                <span className="mono" translate="no">
                  {choice}
                </span>
              }
            />
          ))}
          {foreign ? <span className={css.help}>Now “{foreign}”.</span> : null}
        </div>
      </Radio.Group>
    );
  const common = { ...fieldProps(said), name, value: text, 'aria-required': required, onBlur };
  if (choices)
    return (
      <NativeSelect
        {...common}
        translate="no"
        onChange={(event) => change(event.currentTarget.value)}
        data={[
          { value: '', label: required ? 'Choose…' : standard(schema) },
          ...(foreign ? [foreign] : []),
          ...choices,
        ]}
      />
    );
  const typed = {
    ...common,
    autoComplete: 'off',
    spellCheck: false,
    ...(schema.default === undefined ? {} : { placeholder: `default: ${String(schema.default)}` }),
  };
  if (schema.type === 'string' && isLong(schema))
    return (
      <Textarea
        {...typed}
        rows={6}
        className={css.wide}
        data-monospace
        onChange={(event) => change(event.currentTarget.value)}
      />
    );
  const numeric = schema.type === 'integer' || schema.type === 'number';
  return (
    <TextInput
      {...typed}
      inputMode={numeric ? 'numeric' : undefined}
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
}
