import { toast } from '../notifications/notices.ts';
import type { ExportFormat } from './export.ts';

/** Hands the browser a file of load balancers. Files are seldom made: what makes them comes when it is asked for. Never throws. */
export async function exportList(format: ExportFormat): Promise<void> {
  try {
    const { exportLoadBalancers } = await import('./export-load-balancers.ts');
    await exportLoadBalancers(format);
  } catch (error) {
    toast({ tone: 'error', text: `Nothing was exported: ${error instanceof Error ? error.message : String(error)}` });
  }
}
