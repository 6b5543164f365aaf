import { type ReactNode, useRef } from 'react';
import { type FieldSchema, initialValue } from '../../api/explorer/body.ts';
import { Button } from '../../components/controls/Button.tsx';
import { cx } from '../../components/controls/cx.ts';
import { IconPlus, IconTrash } from '../../components/controls/icons.ts';
import { Control, type ControlProps } from './Control.tsx';
import type { CallFormApi } from './call-form.ts';
import css from './Fields.module.css';
import { useIssues } from './issues.ts';

interface SchemaFieldProps {
  form: CallFormApi;
  /** Where the value stands in the body: `.nodes[0].port`. */
  path: string;
  /** The key in the body, for fields that have no title. */
  name: string;
  schema: FieldSchema;
  required: boolean;
  /** What takes the value away, where it may be left out. */
  onRemove?: (() => void) | undefined;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The fields of one schema: a control for a value, a group for an object, a list for an array. */
export function SchemaField(props: SchemaFieldProps) {
  const { schema } = props;
  if (schema.type === 'object') return <ObjectField {...props} />;
  if (schema.type === 'array') return <ListField {...props} />;
  return <ValueField {...props} />;
}

/** The fields of a whole body. */
export function BodyFields({ form, schema }: { form: CallFormApi; schema: FieldSchema }) {
  if (schema.type === 'object') return <Members form={form} path="" schema={schema} />;
  return <SchemaField form={form} path="" name="body" schema={schema} required />;
}

const fieldName = (path: string): 'body' => `body${path}` as 'body';

function Members({ form, path, schema }: { form: CallFormApi; path: string; schema: FieldSchema }) {
  const messages = useIssues(path, false);
  return (
    <div className={css.grid}>
      {Object.entries(schema.properties ?? {}).map(([name, field]) => (
        <SchemaField
          key={name}
          form={form}
          path={`${path}.${name}`}
          name={name}
          schema={field}
          required={schema.required?.includes(name) ?? false}
        />
      ))}
      <Messages messages={messages} />
    </div>
  );
}

function Messages({ messages, id }: { messages: readonly string[]; id?: string }) {
  if (messages.length === 0) return null;
  return (
    <ul id={id} className={cx(css.messages, css.wide)}>
      {messages.map((message) => (
        <li key={message}>{message}</li>
      ))}
    </ul>
  );
}

function ObjectField({ form, path, name, schema, required, onRemove }: SchemaFieldProps) {
  const title = schema.title ?? name;
  return (
    <form.Field name={fieldName(path)}>
      {(field) => {
        const given = isObject(field.state.value);
        if (!given && !required)
          return (
            <div>
              <Button
                size="small"
                icon={<IconPlus size={16} stroke={1.75} aria-hidden />}
                onClick={() => field.handleChange(initialValue(schema))}
              >
                Add {title}
              </Button>
              {schema.description ? <p className={css.help}>{schema.description}</p> : null}
            </div>
          );
        return (
          <Group
            title={title}
            required={required}
            help={schema.description}
            onRemove={onRemove ?? (required ? undefined : () => field.handleChange(undefined))}
          >
            <Members form={form} path={path} schema={schema} />
          </Group>
        );
      }}
    </form.Field>
  );
}

function Group({
  title,
  required,
  help,
  onRemove,
  children,
}: {
  title: string;
  required: boolean;
  help?: string | undefined;
  onRemove?: (() => void) | undefined;
  children: ReactNode;
}) {
  return (
    <fieldset className={cx(css.group, css.wide)}>
      <legend className={css.legend}>
        {title}
        {required ? <Required /> : null}
      </legend>
      {onRemove ? (
        <Button
          variant="subtle"
          size="small"
          className={css.remove}
          icon={<IconTrash size={16} stroke={1.75} aria-hidden />}
          aria-label={`Remove ${title}`}
          onClick={onRemove}
        >
          Remove
        </Button>
      ) : null}
      {help ? <p className={css.help}>{help}</p> : null}
      {children}
    </fieldset>
  );
}

const Required = () => <span className={css.required}>required</span>;

function ListField({ form, path, name, schema, required }: SchemaFieldProps) {
  const list = useRef<HTMLFieldSetElement>(null);
  const messages = useIssues(path, false);
  const title = schema.title ?? name;
  const items = schema.items ?? {};
  const focusFirstOf = (index: number) =>
    requestAnimationFrame(() =>
      list.current?.querySelector<HTMLElement>(`:scope > [data-item="${index}"] :is(input, select, textarea)`)?.focus(),
    );
  return (
    <form.Field name={fieldName(path)}>
      {(field) => {
        const values: readonly unknown[] = Array.isArray(field.state.value) ? field.state.value : [];
        return (
          <fieldset ref={list} className={cx(css.group, css.wide)}>
            <legend className={css.legend}>
              {title}
              {required ? <Required /> : null}
            </legend>
            {schema.description ? <p className={css.help}>{schema.description}</p> : null}
            {values.map((_, index) => (
              <div key={`${path}[${String(index)}]`} data-item={index}>
                <SchemaField
                  form={form}
                  path={`${path}[${index}]`}
                  name={`${title}, item ${index + 1}`}
                  schema={{ ...items, title: `${title}, item ${index + 1}` }}
                  required
                  onRemove={() => {
                    const left = values.filter((_, each) => each !== index);
                    field.handleChange(left.length === 0 && !required ? undefined : left);
                    list.current?.querySelector<HTMLElement>(':scope > button:last-of-type')?.focus();
                  }}
                />
              </div>
            ))}
            <Messages messages={messages} />
            <Button
              size="small"
              icon={<IconPlus size={16} stroke={1.75} aria-hidden />}
              disabled={schema.maxItems !== undefined && values.length >= schema.maxItems}
              onClick={() => {
                field.handleChange([...values, initialValue(items)]);
                focusFirstOf(values.length);
              }}
            >
              Add an item to {title}
            </Button>
          </fieldset>
        );
      }}
    </form.Field>
  );
}

function ValueField({ form, path, name, schema, required }: SchemaFieldProps) {
  return (
    <form.Field name={fieldName(path)}>
      {(field) => (
        <LabelledControl
          name={fieldName(path)}
          path={path}
          label={schema.title ?? name}
          schema={schema}
          required={required}
          value={field.state.value}
          left={field.state.meta.isBlurred}
          onChange={(value) => field.handleChange(value)}
          onBlur={field.handleBlur}
        />
      )}
    </form.Field>
  );
}

interface LabelledControlProps extends Omit<ControlProps, 'text'> {
  path: string;
  label: string;
  required: boolean;
  /** The field was left once, so its messages are shown. */
  left: boolean;
}

function LabelledControl({ path, label, required, left, ...control }: LabelledControlProps) {
  const messages = useIssues(path, left);
  return <Control {...control} text={{ label, required, help: control.schema.description, messages }} />;
}
