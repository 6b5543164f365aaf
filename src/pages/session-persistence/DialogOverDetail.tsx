import { useParams } from 'react-router';
import { openers, useCloseDialog } from '../../components/dialogs/dialog-focus.ts';
import { paths } from '../../model/paths.ts';
import { EditSessionPersistence } from './EditSessionPersistence.tsx';

/** The dialog as a page over the detail page: `/load-balancers/{region}/{id}/session-persistence`. */
export default function DialogOverDetail() {
  const { region = '', id = '' } = useParams();
  const target = { region, id };
  const close = useCloseDialog(paths.loadBalancer(target), openers.pencil);
  return <EditSessionPersistence key={`${region}/${id}`} target={target} onClose={close} />;
}
