import {
  type FormEvent,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { keyHandler } from '../controls/keys.ts';
import { Banner } from '../layout/Banner.tsx';
import css from './Form.module.css';

export interface FormProps {
  ref?: Ref<HTMLFormElement>;
  /** What a submit button outside the form names as its `form`. */
  id?: string;
  /** Its submit is under way: it takes no second one. */
  loading: boolean;
  /** Why it was not accepted, where that is no field's own fault; null when nothing is wrong. */
  submitError: ReactNode;
  /** Enter in a field submits, as in sign-in and feedback. Elsewhere it moves the focus to the submit button and never sends. */
  enterSubmits?: boolean;
  className?: string | undefined;
  /** What stands below the error, such as the submit button. */
  actions?: ReactNode;
  onSubmit(): void;
  children: ReactNode;
}

/** Fields that are left by Enter; a button, a link or a text of several lines keeps it. */
const leftByEnter = 'input:not([type="button"], [type="submit"])';

const submitButton = (form: HTMLFormElement | null): HTMLElement | undefined =>
  Array.from(form?.elements ?? []).find(
    (element): element is HTMLButtonElement => element instanceof HTMLButtonElement && element.type === 'submit',
  );

/** Marked fields first, then the words that tell what is wrong. A secret is selected, to be typed over. */
function focusWhatIsWrong(form: HTMLFormElement | null): void {
  // A question over the form, such as to sign in again, keeps the focus.
  const owner = form?.closest('[role="dialog"]') ?? document.body;
  if (document.activeElement !== document.body && !owner.contains(document.activeElement)) return;
  const field = form?.querySelector<HTMLElement>('[aria-invalid="true"]');
  (field ?? form?.querySelector<HTMLElement>('[data-submit-error]'))?.focus();
  if (field instanceof HTMLInputElement && field.type === 'password') field.select();
}

/**
 * The shell of every form: says what went wrong and takes the focus there, and sends once, only by its button unless `enterSubmits`.
 * Mark a wrong field with its `error`; a refusal that is no field's goes into `submitError`.
 */
export function Form(props: FormProps) {
  const { ref, id, loading, submitError, enterSubmits = false, className, actions, onSubmit, children } = props;
  const form = useRef<HTMLFormElement>(null);
  const [attempts, setAttempts] = useState(0);
  useImperativeHandle(ref, () => form.current as HTMLFormElement, []);

  // By then what was wrong is drawn: at once, or when the answer has come.
  useLayoutEffect(() => {
    if (attempts > 0 && !loading) focusWhatIsWrong(form.current);
  }, [attempts, loading]);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (loading) return;
    setAttempts(attempts + 1);
    onSubmit();
  };
  const onKeyDown = keyHandler((event: KeyboardEvent<HTMLFormElement>) => {
    if (event.key !== 'Enter' || !(event.target as Element).matches(leftByEnter)) return;
    event.preventDefault();
    submitButton(form.current)?.focus();
  });

  return (
    <form
      id={id}
      ref={form}
      className={className}
      noValidate
      onSubmit={submit}
      {...(enterSubmits ? null : { onKeyDown })}
    >
      {children}
      {submitError ? (
        <div tabIndex={-1} data-submit-error className={css.wrong}>
          <Banner tone="error" live>
            {submitError}
          </Banner>
        </div>
      ) : null}
      {actions}
    </form>
  );
}
