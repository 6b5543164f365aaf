import type { FieldSchema } from '../../api/explorer/body.ts';
import css from './Fields.module.css';

export interface ControlProps {
  /** Where the value stands: `body.nodes[0].port`. */
  name: string;
  schema: FieldSchema;
  required: boolean;
  value: unknown;
  onChange(value: unknown): void;
  onBlur(): void;
  accessible: { id: string; 'aria-invalid': true | undefined; 'aria-describedby': string | undefined };
}

/** The values to choose from, as their texts; null for a free value. */
const choicesOf = (schema: FieldSchema): readonly string[] | null =>
  schema.enum ?? (schema.type === 'boolean' ? ['true', 'false'] : null);

/** A required choice of a few is made with one press. */
const few = 4;
export const isChoice = (schema: FieldSchema, required: boolean): boolean =>
  required && (choicesOf(schema)?.length ?? Number.POSITIVE_INFINITY) <= few;

/** Whether a text has several lines: PEM blocks and pages. */
export const isLong = ({ description = '', maxLength = 0 }: FieldSchema): boolean =>
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
  value === undefined ? 'Left out' : `Left out (default: ${String(value)})`;

/** One value of a body: radio buttons, a list, a line or several lines. */
export function Control({ name, schema, required, value, onChange, onBlur, accessible }: ControlProps) {
  const choices = choicesOf(schema);
  const text = shown(value);
  const change = (next: string) => onChange(readValue(schema, next));

  if (choices && isChoice(schema, required))
    return (
      <div className={css.choices}>
        {choices.map((choice) => (
          <label key={choice} className={css.choice}>
            <input
              type="radio"
              name={name}
              value={choice}
              checked={text === choice}
              onChange={() => change(choice)}
              onBlur={onBlur}
            />
            <span className="mono" translate="no">
              {choice}
            </span>
          </label>
        ))}
        {text !== '' && !choices.includes(text) ? <span className={css.help}>Now “{text}”.</span> : null}
      </div>
    );
  if (choices)
    return (
      <select
        translate="no"
        {...accessible}
        name={name}
        value={text}
        onChange={(event) => change(event.target.value)}
        onBlur={onBlur}
      >
        <option value="">{required ? 'Choose…' : standard(schema)}</option>
        {text !== '' && !choices.includes(text) ? <option value={text}>{text}</option> : null}
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {choice}
          </option>
        ))}
      </select>
    );
  const common = {
    ...accessible,
    name,
    value: text,
    autoComplete: 'off',
    spellCheck: false,
    onBlur,
    placeholder: schema.default === undefined ? undefined : `default: ${String(schema.default)}`,
  };
  if (schema.type === 'string' && isLong(schema))
    return <textarea {...common} rows={6} className="mono" onChange={(event) => change(event.target.value)} />;
  const numeric = schema.type === 'integer' || schema.type === 'number';
  return (
    <input
      {...common}
      type="text"
      inputMode={numeric ? 'numeric' : undefined}
      onChange={(event) => change(event.target.value)}
    />
  );
}
