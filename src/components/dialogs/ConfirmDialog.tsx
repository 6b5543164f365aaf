import { Button } from '../controls/Button.tsx';
import { useStore } from '../controls/use-store.ts';
import { openQuestion } from './confirm.ts';
import { Dialog } from './Dialog.tsx';

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
