import { NativeSelect, TextInput } from '@mantine/core';
import { apiOf } from '../../api/explorer/apis.ts';
import type { QueryParameter } from '../../api/explorer/operation.ts';
import { exploredOf, type OperationId, operationOf } from '../../api/explorer/operations.ts';
import type { ParameterIssue } from '../../api/explorer/parameters.ts';
import { parametersOf } from '../../api/explorer/request.ts';
import type { Session } from '../../api/http/session.ts';
import type { CallForm } from './call-form.ts';
import css from './Fields.module.css';
import { fieldProps } from './field-props.tsx';
import { LoadBalancerField } from './LoadBalancerField.tsx';

interface ParameterFieldsProps {
  id: OperationId;
  call: CallForm;
  regions: readonly string[];
  session: Session | null;
  /** Show every message, not only those of fields that were left. */
  all: boolean;
}

/** Region, the parameters of the path and those of the query. */
export function ParameterFields({ id, call, regions, session, all }: ParameterFieldsProps) {
  const { form, values, parameterIssues } = call;
  const { path, query = [] } = operationOf(id);
  const issuesOf = (part: ParameterIssue['part'], name: string, left: boolean): readonly string[] =>
    all || left
      ? parameterIssues.filter((issue) => issue.part === part && issue.name === name).map(({ message }) => message)
      : [];
  const choices = values.region === '' || regions.includes(values.region) ? regions : [values.region, ...regions];
  return (
    <div className={css.grid}>
      <form.Field name="region">
        {(field) => (
          <NativeSelect
            {...fieldProps({
              label: 'Region',
              required: true,
              messages:
                session && !regions.includes(values.region)
                  ? [`Your account has no region ${values.region}. Its regions are ${regions.join(', ')}.`]
                  : [],
            })}
            translate="no"
            value={field.state.value}
            onChange={(event) => field.handleChange(event.currentTarget.value)}
            data={[...choices]}
          />
        )}
      </form.Field>
      {parametersOf(path).map((name) => (
        <form.Field key={name} name={`params.${name}`}>
          {(field) => {
            const { value = '', meta } = field.state;
            const { title, type, example } = apiOf(id).pathParameters[name]!;
            const text = { label: title, required: true, messages: issuesOf('params', name, meta.isBlurred) };
            return name === 'loadBalancerId' && exploredOf(id) === 'clb' ? (
              <LoadBalancerField
                text={text}
                region={values.region}
                session={session}
                value={value}
                onChange={field.handleChange}
                onBlur={field.handleBlur}
              />
            ) : (
              <TextInput
                {...fieldProps(text)}
                inputMode={type === 'integer' ? 'numeric' : undefined}
                autoComplete="off"
                spellCheck={false}
                aria-required
                placeholder={`for example ${example}`}
                value={value}
                onChange={(event) => field.handleChange(event.currentTarget.value)}
                onBlur={field.handleBlur}
              />
            );
          }}
        </form.Field>
      ))}
      {query.map((parameter) => (
        <form.Field key={parameter.name} name={`query.${parameter.name}`}>
          {(field) => (
            <QueryField
              parameter={parameter}
              messages={issuesOf('query', parameter.name, field.state.meta.isBlurred)}
              value={field.state.value ?? ''}
              onChange={field.handleChange}
              onBlur={field.handleBlur}
            />
          )}
        </form.Field>
      ))}
    </div>
  );
}

const placeholders: Record<QueryParameter['type'], string | undefined> = {
  string: undefined,
  integer: undefined,
  'date-time': '2031-05-02T17:20:11Z',
  'integer-list': '31, 32, 33',
  'string-list': 'one, two',
  boolean: 'true or false',
};

interface QueryFieldProps {
  parameter: QueryParameter;
  messages: readonly string[];
  value: string;
  onChange(value: string): void;
  onBlur(): void;
}

function QueryField({ parameter, messages, value, onChange, onBlur }: QueryFieldProps) {
  const { name, type, values, required = false, help } = parameter;
  const common = {
    ...fieldProps({ label: name, code: true, required, help, messages }),
    'aria-required': required,
    value,
    onBlur,
  };
  if (values)
    return (
      <NativeSelect
        {...common}
        translate="no"
        onChange={(event) => onChange(event.currentTarget.value)}
        data={[
          { value: '', label: required ? 'Choose…' : 'Not set' },
          ...(value !== '' && !values.includes(value) ? [value] : []),
          ...values,
        ]}
      />
    );
  return (
    <TextInput
      {...common}
      inputMode={type === 'integer' ? 'numeric' : undefined}
      autoComplete="off"
      spellCheck={false}
      placeholder={placeholders[type]}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
