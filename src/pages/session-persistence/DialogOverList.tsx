import { useLocation, useParams } from 'react-router';
import { openers, useCloseDialog } from '../../components/dialogs/dialog-focus.ts';
import { paths } from '../../model/paths.ts';
import { EditSessionPersistence } from './EditSessionPersistence.tsx';

/** The dialog as a page over the list: `/load-balancers/session-persistence/{region}/{id}`. */
export default function DialogOverList() {
  const { region = '', id = '' } = useParams();
  const { search } = useLocation();
  const target = { region, id };
  const close = useCloseDialog(paths.list(search), openers.cog(target));
  return <EditSessionPersistence key={`${region}/${id}`} target={target} onClose={close} />;
}
