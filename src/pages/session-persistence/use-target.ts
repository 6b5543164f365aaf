import { useLocation, useParams } from 'react-router';
import type { Subject } from '../../model/load-balancer.ts';
import { partIn } from '../../model/paths.ts';

/** What the dialog's address is about. */
export function useTarget(): Subject {
  const { region = '', id = '' } = useParams();
  const part = partIn(useLocation().search);
  return part === undefined ? { region, id } : { region, id, part };
}
