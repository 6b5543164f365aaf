import { inventory } from '../../api/inventory/inventory.ts';
import { toast } from '../notifications/notices.ts';
import { type ExportFormat, saveRows } from './export.ts';
import { listInView } from './list-in-view.ts';

const isRead = (): boolean => inventory.states().every(({ complete, phase }) => complete || phase === 'failed');

const everyRegionRead = (): Promise<void> =>
  new Promise((resolve) => {
    const look = () => {
      if (!isRead()) return;
      stop();
      resolve();
    };
    const stop = inventory.subscribe(look);
    look();
  });

/**
 * Hands the browser a file of the rows that the list shows; on another page, of every load balancer of the account, once each region was
 * read or has failed. A region that lacks in the file is told.
 */
export async function exportLoadBalancers(format: ExportFormat): Promise<void> {
  const list = listInView.get();
  if (list) return saveRows(format, list.rows());
  if (!isRead()) {
    const told = toast({ tone: 'info', text: 'Reading every load balancer for the export…' });
    await everyRegionRead();
    told();
  }
  const states = inventory.states();
  // Signed out meanwhile.
  if (states.length === 0) return;
  const lacking = states.filter(({ complete }) => !complete).map(({ region }) => region);
  if (lacking.length < states.length)
    saveRows(
      format,
      states.flatMap(({ rows }) => [...rows.values()]),
    );
  if (lacking.length > 0)
    toast({
      tone: 'error',
      text:
        lacking.length < states.length
          ? `The exported file is not complete: ${lacking.join(' and ')} could not be read.`
          : 'Nothing was exported: no region could be read.',
    });
}
