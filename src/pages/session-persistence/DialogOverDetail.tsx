import { openers, useCloseDialog } from '../../components/dialogs/dialog-focus.ts';
import { subjectKey } from '../../model/load-balancer.ts';
import { paths } from '../../model/paths.ts';
import { EditSessionPersistence } from './EditSessionPersistence.tsx';
import { useTarget } from './use-target.ts';

/** The dialog as a page over the detail page: `/load-balancers/{region}/{id}/session-persistence`. */
export default function DialogOverDetail() {
  const target = useTarget();
  const close = useCloseDialog(paths.loadBalancer(target), openers.pencil);
  return <EditSessionPersistence key={subjectKey(target)} target={target} onClose={close} />;
}
