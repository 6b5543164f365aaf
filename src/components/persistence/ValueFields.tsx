import { TextInput } from '@mantine/core';
import css from './ValueFields.module.css';
import type { ShownField } from './value-field.ts';

/** What the chosen type needs beside itself, such as the name of a cookie. */
export function ValueFields({ fields, off }: { fields: readonly ShownField[]; off: boolean }) {
  if (fields.length === 0) return null;
  return (
    <div className={css.fields}>
      {fields.map(({ name, label, help, text, error, isNumber, type }) => (
        <TextInput
          key={name}
          label={label}
          description={help}
          value={text}
          error={error}
          disabled={off}
          autoComplete="off"
          spellCheck={false}
          {...(isNumber && { inputMode: 'numeric' as const })}
          onChange={(event) => type(event.currentTarget.value)}
        />
      ))}
    </div>
  );
}
