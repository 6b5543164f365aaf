import { useLocation } from 'react-router';
import { openers, useCloseDialog } from '../../components/dialogs/dialog-focus.ts';
import { subjectKey } from '../../model/load-balancer.ts';
import { paths, withoutPart } from '../../model/paths.ts';
import { EditSessionPersistence } from './EditSessionPersistence.tsx';
import { useTarget } from './use-target.ts';

/** The dialog as a page over the list: `/load-balancers/session-persistence/{region}/{id}`. */
export default function DialogOverList() {
  const target = useTarget();
  const { search } = useLocation();
  const close = useCloseDialog(paths.list(withoutPart(search)), openers.cog(target));
  return <EditSessionPersistence key={subjectKey(target)} target={target} onClose={close} />;
}
