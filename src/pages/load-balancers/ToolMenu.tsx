import type { MenuPlace } from '../../components/controls/Menu.tsx';
import type { LoadBalancer } from '../../model/load-balancer.ts';
import { BulkMenu } from './BulkMenu.tsx';
import { ColumnsMenu } from './ColumnsMenu.tsx';
import type { FittedColumns } from './columns.ts';
import { ExportMenu } from './ExportMenu.tsx';
import type { ColumnId, ListState } from './list-state.ts';
import { ViewsMenu } from './ViewsMenu.tsx';

/** What the menus beside the heading work on. */
export interface Tools {
  hidden: readonly ColumnId[];
  kept: readonly ColumnId[] | undefined;
  /** Null for cards, which have none. */
  columns: FittedColumns | null;
  change(part: Partial<ListState>): void;
  /** The rows that are shown now, asked for only when something is done with them: typing need not draw this anew. */
  shown(): readonly LoadBalancer[];
  /** Why no change can be made; null when it can. */
  reason: string | null;
  /** Begins a bulk change of these rows; none: of a pasted list. */
  onBulk(rows: readonly LoadBalancer[]): void;
}

export type ToolMenuProps = MenuPlace & ({ tool: 'views' } | ({ tool: 'columns' | 'bulk' | 'export' } & Tools));

/** The menu for all of the list that is open: one part of the page, as each is small. */
export default function ToolMenu(props: ToolMenuProps) {
  const { id, anchor, side, start, close } = props;
  const place = { id, anchor, side, start, close };
  if (props.tool === 'views') return <ViewsMenu {...place} />;
  const { tool, hidden, kept = [], columns, change, shown, reason, onBulk } = props;
  if (tool === 'bulk') return <BulkMenu {...place} rows={shown()} reason={reason} onBulk={onBulk} />;
  if (tool === 'export') return <ExportMenu {...place} shown={shown().length} />;
  return columns ? <ColumnsMenu {...place} columns={columns} hidden={hidden} kept={kept} onChange={change} /> : null;
}
