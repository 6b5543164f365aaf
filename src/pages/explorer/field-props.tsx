import css from './Fields.module.css';

/** What a field says of itself. */
export interface FieldText {
  readonly label: string;
  /** The label is a name of the API, not a word. */
  readonly code?: boolean;
  readonly required: boolean;
  readonly help?: string | undefined;
  /** What is wrong with its value, as sentences. */
  readonly messages: readonly string[];
}

/** The same as the library's fields and groups take it. That it is required stands beside the label, never in its name. */
export const fieldProps = ({ label, code = false, required, help, messages }: FieldText) => ({
  label: code ? (
    <span className="mono" translate="no">
      {label}
    </span>
  ) : (
    label
  ),
  ...(required ? { labelProps: { 'data-required': true } } : {}),
  description: help,
  error:
    messages.length > 0
      ? messages.map((message) => (
          <span key={message} className={css.message}>
            {message}
          </span>
        ))
      : null,
});
