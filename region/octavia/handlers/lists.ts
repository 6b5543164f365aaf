import type { Answer } from '../answer.ts';
import { json } from '../answer.ts';
import { type Context, require } from '../context.ts';
import { columns, type Listing, list } from '../listing.ts';
import type { Row, Table } from '../model.ts';

interface Kind<Item extends Row> {
  readonly key: string;
  readonly table: Table<Item>;
  readonly filters: readonly string[];
  readonly view: (row: Item) => Readonly<Record<string, unknown>>;
  /** Values under names that the row has otherwise. */
  readonly value?: (row: Item, name: string) => unknown;
}

const common = [
  'id',
  'name',
  'description',
  'provisioning_status',
  'operating_status',
  'admin_state_up',
  'created_at',
  'updated_at',
];

const listing = <Item extends Row>(kind: Kind<Item>, rows: readonly Item[]): Listing<Item> => ({
  key: kind.key,
  rows,
  marked: (id) => kind.table.get(id),
  filters: [...common, 'project_id', 'tenant_id', ...kind.filters],
  value: (row, name) =>
    kind.value?.(row, name) ??
    (row as unknown as Readonly<Record<string, unknown>>)[name === 'tenant_id' ? 'project_id' : name],
  tagsOf: ({ tags }) => tags,
  view: kind.view,
});

const paging = ({ service, path }: Context) => ({
  largestPage: service.largestPage,
  address: `${service.url}${path}`,
});

/** The list of what the caller's project has; operators see all projects' unless they name one. */
export function listAll<Item extends Row>(context: Context, kind: Kind<Item>): Answer {
  const { query, caller, service } = context;
  const named = query.get('project_id') ?? query.get('tenant_id');
  const project = named ?? (service.policy.readsAll(caller) ? null : (caller.project ?? ''));
  if (project !== null) require(context, 'read', project);
  const rows = kind.table.sorted();
  return list(
    listing(kind, project === null ? rows : rows.filter(({ project_id }) => project_id === project)),
    query,
    paging(context),
  );
}

/** The list of what stands below a parent, which the caller was found to read. */
export const listBelow = <Item extends Row>(context: Context, kind: Kind<Item>, rows: readonly Item[]): Answer =>
  list(listing(kind, rows), context.query, paging(context));

/** One object, with the fields that are asked for. */
export const show = (context: Context, root: string, view: Readonly<Record<string, unknown>>): Answer =>
  json(200, { [root]: columns(context.query, view) });
