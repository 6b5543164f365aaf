import { useLocation } from 'react-router';
import { openers, useCloseDialog } from '../../components/dialogs/dialog-focus.ts';
import { detailsLoader } from '../../components/load-balancer/details-loader.ts';
import { subjectKey } from '../../model/load-balancer.ts';
import { paths, withoutPart } from '../../model/paths.ts';
import { DialogError } from './DialogError.tsx';
import { EditSessionPersistence } from './EditSessionPersistence.tsx';
import { useTarget } from './use-target.ts';

export const loader = detailsLoader;

function useClose(): () => void {
  const target = useTarget();
  const { search } = useLocation();
  return useCloseDialog(paths.list(withoutPart(search)), openers.cog(target));
}

/** The dialog as a page over the list: `/load-balancers/session-persistence/{region}/{id}`. */
export default function DialogOverList() {
  const target = useTarget();
  return <EditSessionPersistence key={subjectKey(target)} target={target} onClose={useClose()} />;
}

export function ErrorBoundary() {
  return <DialogError onClose={useClose()} />;
}
