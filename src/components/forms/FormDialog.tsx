import { type ReactNode, useId } from 'react';
import { Button, type ButtonProps } from '../controls/Button.tsx';
import { useStore } from '../controls/use-store.ts';
import { confirm, openQuestion, type Question } from '../dialogs/confirm.ts';
import { Dialog, useUnsavedQuestion } from '../dialogs/Dialog.tsx';
import { Form, type FormProps } from './Form.tsx';

export interface FormDialogProps extends Omit<FormProps, 'id' | 'actions'> {
  title: ReactNode;
  size?: number;
  /** The button that sends, named by what it does; null while there is nothing to send. */
  submit: ({ name: string } & Pick<ButtonProps, 'variant' | 'disabled' | 'reason'>) | null;
  /** The button that leaves. */
  cancel?: string;
  /** Further buttons, before the one that leaves. */
  more?: ReactNode;
  /** Whether closing would lose something that was not sent. */
  dirty: boolean;
  /** What is asked then: a sentence where the dialog is a page with an address, which Back leaves, too; a question of its own otherwise. */
  unsaved: string | Question;
  onClose(): void;
}

/** Asks where the dialog is a page. Only one part of the page may do so at a time: a dialog over it asks by itself. */
function LeavingQuestion({ dirty, words }: { dirty: boolean; words: string }) {
  useUnsavedQuestion(dirty, words);
  return null;
}

/** The shell of every dialog with fields: one form, Cancel, the button that sends, and the question before something typed is lost. */
export function FormDialog(props: FormDialogProps) {
  const { title, size, submit, cancel = 'Cancel', more, dirty, unsaved, onClose, onSubmit, children, ...form } = props;
  const id = useId();
  const question = useStore(openQuestion);
  const close = async () => {
    // Escape on a question over this dialog is the question's own.
    if (question) return;
    if (dirty && typeof unsaved !== 'string' && !(await confirm(unsaved))) return;
    onClose();
  };
  return (
    <Dialog
      title={title}
      {...(size === undefined ? {} : { size })}
      onClose={() => void close()}
      footer={
        <>
          {more}
          <Button key="close" onClick={() => void close()}>
            {cancel}
          </Button>
          {submit ? (
            <Button
              key="submit"
              type="submit"
              form={id}
              variant={submit.variant ?? 'primary'}
              disabled={submit.disabled}
              reason={submit.reason}
              busy={form.loading}
            >
              {submit.name}
            </Button>
          ) : null}
        </>
      }
    >
      {typeof unsaved === 'string' ? <LeavingQuestion dirty={dirty} words={unsaved} /> : null}
      <Form
        {...form}
        id={id}
        onSubmit={() => {
          // Enter after Escape answers the question whether to leave, even where that is still on its way to the screen.
          if (!openQuestion.get() && submit && !submit.disabled && !submit.reason) onSubmit();
        }}
      >
        {children}
      </Form>
    </Dialog>
  );
}
