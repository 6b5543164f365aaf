import { type ReactNode, useId } from 'react';
import type { QueryParameter } from '../../api/explorer/contract.ts';
import { type PathParameter, parametersOf, pathParameters } from '../../api/explorer/contract.ts';
import type { OperationId } from '../../api/explorer/operations.ts';
import type { ParameterIssue } from '../../api/explorer/parameters.ts';
import { operationOf } from '../../api/explorer/request.ts';
import type { Session } from '../../api/http/session.ts';
import type { CallForm } from './call-form.ts';
import css from './Fields.module.css';
import { LoadBalancerField } from './LoadBalancerField.tsx';
import { Required } from './SchemaField.tsx';

interface ParameterFieldsProps {
  id: OperationId;
  call: CallForm;
  regions: readonly string[];
  session: Session | null;
  /** Show every message, not only those of fields that were left. */
  all: boolean;
}

interface Accessible {
  id: string;
  'aria-invalid': true | undefined;
  'aria-describedby': string | undefined;
}

/** Region, the parameters of the path and those of the query. */
export function ParameterFields({ id, call, regions, session, all }: ParameterFieldsProps) {
  const { form, values, parameterIssues } = call;
  const { path, query = [] } = operationOf(id);
  const issueOf = (part: ParameterIssue['part'], name: string, left: boolean) =>
    all || left ? parameterIssues.find((issue) => issue.part === part && issue.name === name)?.message : undefined;
  const choices = values.region === '' || regions.includes(values.region) ? regions : [values.region, ...regions];
  return (
    <div className={css.grid}>
      <form.Field name="region">
        {(field) => (
          <Field
            label="Region"
            required
            issue={
              session && !regions.includes(values.region)
                ? `Your account has no region ${values.region}. Its regions are ${regions.join(', ')}.`
                : undefined
            }
          >
            {(accessible) => (
              <select
                translate="no"
                {...accessible}
                value={field.state.value}
                onChange={(event) => field.handleChange(event.target.value)}
              >
                {choices.map((region) => (
                  <option key={region}>{region}</option>
                ))}
              </select>
            )}
          </Field>
        )}
      </form.Field>
      {parametersOf(path).map((name) => (
        <form.Field key={name} name={`params.${name}`}>
          {(field) => {
            const { value = '', meta } = field.state;
            const issue = issueOf('params', name, meta.isBlurred);
            return (
              <Field label={pathParameters[name].title} required issue={issue}>
                {(accessible) =>
                  name === 'loadBalancerId' ? (
                    <LoadBalancerField
                      id={accessible.id}
                      region={values.region}
                      session={session}
                      value={value}
                      invalid={issue !== undefined}
                      describedBy={accessible['aria-describedby']}
                      onChange={field.handleChange}
                      onBlur={field.handleBlur}
                    />
                  ) : (
                    <PathInput
                      name={name}
                      accessible={accessible}
                      value={value}
                      onChange={field.handleChange}
                      onBlur={field.handleBlur}
                    />
                  )
                }
              </Field>
            );
          }}
        </form.Field>
      ))}
      {query.map((parameter) => (
        <form.Field key={parameter.name} name={`query.${parameter.name}`}>
          {(field) => (
            <Field
              label={parameter.name}
              code
              required={parameter.required ?? false}
              help={parameter.help}
              issue={issueOf('query', parameter.name, field.state.meta.isBlurred)}
            >
              {(accessible) => (
                <QueryControl
                  parameter={parameter}
                  accessible={accessible}
                  value={field.state.value ?? ''}
                  onChange={field.handleChange}
                  onBlur={field.handleBlur}
                />
              )}
            </Field>
          )}
        </form.Field>
      ))}
    </div>
  );
}

interface FieldProps {
  label: string;
  /** The label is a name of the API, not a word. */
  code?: boolean;
  required?: boolean;
  help?: string;
  issue?: string | undefined;
  children(accessible: Accessible): ReactNode;
}

function Field({ label, code = false, required = false, help, issue, children }: FieldProps) {
  const id = useId();
  const described = [help ? `${id}-help` : null, issue ? `${id}-issue` : null].filter(Boolean).join(' ');
  return (
    <div className={css.field}>
      <label className={css.label} htmlFor={id}>
        {code ? (
          <span className="mono" translate="no">
            {label}
          </span>
        ) : (
          label
        )}
        {required ? <Required /> : null}
      </label>
      {children({ id, 'aria-invalid': issue ? true : undefined, 'aria-describedby': described || undefined })}
      {help ? (
        <p id={`${id}-help`} className={css.help}>
          {help}
        </p>
      ) : null}
      {issue ? (
        <ul id={`${id}-issue`} className={css.messages}>
          <li>{issue}</li>
        </ul>
      ) : null}
    </div>
  );
}

interface InputProps {
  accessible: Accessible;
  value: string;
  onChange(value: string): void;
  onBlur(): void;
}

function PathInput({ name, accessible, value, onChange, onBlur }: InputProps & { name: PathParameter }) {
  const { type, example } = pathParameters[name];
  return (
    <input
      {...accessible}
      type="text"
      inputMode={type === 'integer' ? 'numeric' : undefined}
      autoComplete="off"
      spellCheck={false}
      aria-required
      placeholder={`for example ${example}`}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onBlur={onBlur}
    />
  );
}

const placeholders: Record<QueryParameter['type'], string | undefined> = {
  string: undefined,
  integer: undefined,
  'date-time': '2031-05-02T17:20:11Z',
  'integer-list': '31, 32, 33',
};

function QueryControl({ parameter, accessible, value, onChange, onBlur }: InputProps & { parameter: QueryParameter }) {
  const { type, values, required } = parameter;
  if (values)
    return (
      <select
        translate="no"
        {...accessible}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onBlur={onBlur}
      >
        <option value="">{required ? 'Choose…' : 'Left out'}</option>
        {value !== '' && !values.includes(value) ? <option>{value}</option> : null}
        {values.map((each) => (
          <option key={each}>{each}</option>
        ))}
      </select>
    );
  return (
    <input
      {...accessible}
      type="text"
      inputMode={type === 'integer' ? 'numeric' : undefined}
      autoComplete="off"
      spellCheck={false}
      aria-required={required}
      placeholder={placeholders[type]}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onBlur={onBlur}
    />
  );
}
