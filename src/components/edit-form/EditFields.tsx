import '@mantine/core/styles/Checkbox.layer.css';
import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core';
import type { EditField } from '../../api/providers/edit.ts';
import type { useFields } from '../forms/use-fields.ts';
import css from './EditFields.module.css';

interface EditFieldsProps {
  fields: readonly EditField[];
  at: ReturnType<typeof useFields>['at'];
  /** A change is under way, or none can be made. */
  off: boolean;
}

/** The fields of an edit, each as its kind says. */
export const EditFields = ({ fields, at, off }: EditFieldsProps) => (
  <div className={css.fields}>
    {fields.map((field, index) => (
      <Field key={field.name} field={field} at={at} off={off} first={index === 0} />
    ))}
  </div>
);

interface FieldProps extends Omit<EditFieldsProps, 'fields'> {
  field: EditField;
  first: boolean;
}

function Field({ field, at, off, first }: FieldProps) {
  const { name, label, help, control, choices = [], rows = 4, off: why = null } = field;
  const shared = {
    label,
    description: why ?? help,
    disabled: off || why !== null,
    ...(first && { 'data-autofocus': true }),
  };
  if (control === 'checkbox') return <Checkbox {...at(name, { type: 'checkbox' })} {...shared} />;
  if (control === 'select') {
    const misfits = choices.flatMap(({ misfit }) => misfit ?? []);
    const chosen = String(at(name).value);
    // What is set and no choice, such as a value that is newer than this panel, is shown, too: the list would else show another one.
    const unlisted = choices.some(({ value }) => value === chosen)
      ? []
      : [{ value: chosen, label: chosen || 'Not known' }];
    return (
      <NativeSelect
        {...at(name)}
        {...shared}
        description={[shared.description, ...misfits].filter(Boolean).join(' ')}
        data={[
          ...unlisted,
          ...choices.map(({ value, label: words, misfit }) => ({ value, label: words, disabled: Boolean(misfit) })),
        ]}
      />
    );
  }
  if (control === 'area' || control === 'secret')
    return (
      <Textarea
        {...at(name)}
        {...shared}
        rows={rows}
        resize="vertical"
        spellCheck={false}
        autoComplete="off"
        styles={{ input: { fontFamily: 'var(--mono)' } }}
        translate="no"
      />
    );
  return (
    <TextInput
      {...at(name)}
      {...shared}
      {...(control === 'number' && { inputMode: 'numeric' as const })}
      autoComplete="off"
      spellCheck={false}
    />
  );
}
