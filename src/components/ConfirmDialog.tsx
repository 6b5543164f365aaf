import { Button } from './Button.tsx';
import { openQuestion } from './confirm.ts';
import { Dialog } from './Dialog.tsx';
import { useStore } from './use-store.ts';

/** Shows the question that is open. */
export default function ConfirmDialog() {
  const question = useStore(openQuestion);
  if (!question) return null;
  const { title, body, action, cancel = 'Cancel', danger = false, answer } = question;
  return (
    <Dialog
      title={title}
      size={440}
      onClose={() => answer(false)}
      footer={
        <>
          <Button data-autofocus onClick={() => answer(false)}>
            {cancel}
          </Button>
          <Button variant={danger ? 'danger' : 'primary'} onClick={() => answer(true)}>
            {action}
          </Button>
        </>
      }
    >
      {body}
    </Dialog>
  );
}
