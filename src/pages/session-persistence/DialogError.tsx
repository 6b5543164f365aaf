import { useRevalidator, useRouteError } from 'react-router';
import { Button } from '../../components/controls/Button.tsx';
import { Dialog } from '../../components/dialogs/Dialog.tsx';
import { ReadFailed } from '../../components/load-balancer/ReadFailed.tsx';
import { dialogTitle } from './EditSessionPersistence.tsx';
import { useTarget } from './use-target.ts';

/** In place of the dialog when the load balancer was never read. */
export function DialogError({ onClose }: { onClose(): void }) {
  const target = useTarget();
  const error = useRouteError();
  const { revalidate } = useRevalidator();
  return (
    <Dialog
      title={dialogTitle}
      onClose={onClose}
      footer={
        <Button key="close" onClick={onClose}>
          Close
        </Button>
      }
    >
      <ReadFailed target={target} error={error} onRetry={() => void revalidate()} />
    </Dialog>
  );
}
