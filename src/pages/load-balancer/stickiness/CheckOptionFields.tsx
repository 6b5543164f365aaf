import { Checkbox, TextInput } from '@mantine/core';
import { type CheckOptions, defaultCheck } from '../../../api/checks/checks.ts';
import css from './CheckOptionFields.module.css';

interface CheckOptionFieldsProps {
  options: CheckOptions;
  onChange(change: Partial<CheckOptions>): void;
  /** Port of the SSL termination, null when it is not known; undefined where there is none to choose. */
  securePort: number | null | undefined;
}

/** How the next check is sent. */
export function CheckOptionFields({ options, onChange, securePort }: CheckOptionFieldsProps) {
  return (
    <div className={css.fields}>
      <TextInput
        label="Requests"
        type="number"
        min={4}
        max={100}
        step={2}
        value={options.requests}
        onChange={({ currentTarget: { valueAsNumber } }) =>
          onChange({ requests: Number.isNaN(valueAsNumber) ? defaultCheck.requests : valueAsNumber })
        }
      />
      <TextInput
        label="Header that names the node"
        value={options.header}
        spellCheck={false}
        onChange={({ currentTarget: { value } }) => onChange({ header: value })}
      />
      <TextInput
        label="Path"
        value={options.path}
        spellCheck={false}
        onChange={({ currentTarget: { value } }) => onChange({ path: value })}
      />
      <TextInput
        label="Host header"
        value={options.host ?? ''}
        placeholder="the virtual IP"
        spellCheck={false}
        onChange={({ currentTarget: { value } }) => onChange({ host: value || null })}
      />
      {securePort === undefined ? null : (
        <Checkbox
          className={css.wide}
          label={securePort === null ? 'Use the secure port' : `Use the secure port ${securePort}`}
          checked={options.secure}
          onChange={({ currentTarget: { checked } }) => onChange({ secure: checked })}
        />
      )}
    </div>
  );
}
