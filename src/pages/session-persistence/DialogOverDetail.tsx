import { openers, useCloseDialog } from '../../components/dialogs/dialog-focus.ts';
import { detailsLoader } from '../../components/load-balancer/details-loader.ts';
import { subjectKey } from '../../model/load-balancer.ts';
import { paths } from '../../model/paths.ts';
import { DialogError } from './DialogError.tsx';
import { EditSessionPersistence } from './EditSessionPersistence.tsx';
import { useTarget } from './use-target.ts';

export const loader = detailsLoader;

function useClose(): () => void {
  const target = useTarget();
  return useCloseDialog(paths.loadBalancer(target), openers.pencil);
}

/** The dialog as a page over the detail page: `/load-balancers/{region}/{id}/session-persistence`. */
export default function DialogOverDetail() {
  const target = useTarget();
  return <EditSessionPersistence key={subjectKey(target)} target={target} onClose={useClose()} />;
}

export function ErrorBoundary() {
  return <DialogError onClose={useClose()} />;
}
