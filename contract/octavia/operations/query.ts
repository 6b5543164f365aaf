import type { QueryParameter } from './operation.ts';

/** Query parameters of reads. Source: Load-balancer API v2 reference, "Filtering and column selection", "Pagination", "Sorting". */
const fields = {
  name: 'fields',
  type: 'string-list',
  help: 'Fields to answer with; repeat it for several. All when left out.',
} as const;

export const columns = [fields] as const satisfies readonly QueryParameter[];

const paging = [
  {
    name: 'limit',
    type: 'integer',
    minimum: 1,
    help: 'How many to answer with; the service may answer with fewer. Only an answer without a next link is the last page.',
  },
  { name: 'marker', type: 'string', help: 'Id of the last one seen; the page after it is answered.' },
  { name: 'sort', type: 'string', help: 'Fields to sort by, for example name:asc,created_at:desc.' },
  { name: 'page_reverse', type: 'boolean', help: 'Answer with what stands before the marker.' },
] as const satisfies readonly QueryParameter[];

const tags = [
  { name: 'tags', type: 'string', help: 'Only those with all of these tags, separated by commas.' },
  { name: 'tags-any', type: 'string', help: 'Only those with one of these tags.' },
  { name: 'not-tags', type: 'string', help: 'Only those without all of these tags.' },
  { name: 'not-tags-any', type: 'string', help: 'Only those without any of these tags.' },
] as const satisfies readonly QueryParameter[];

const filterHelp: Readonly<Record<string, string>> = {
  project_id: 'Only those of this project. Another project’s need an operator.',
  loadbalancer_id: 'Only those of this load balancer.',
  load_balancer_id: 'Only those of this load balancer.',
  pool_id: 'Only those of this pool.',
  listener_id: 'Only those of this listener.',
};

const filter = <Name extends string>(name: Name) =>
  ({ name, type: 'string', help: filterHelp[name] ?? `Only those whose ${name} is exactly this.` }) as const;

const common = ['name', 'provisioning_status', 'operating_status', 'admin_state_up'] as const;

/** Query parameters of a list that filters by `own` beside what all lists filter by. */
export const listed = (own: readonly string[]): readonly QueryParameter[] => [
  fields,
  ...paging,
  ...[...common, 'project_id', ...own].map(filter),
  ...tags,
];

/** As `listed`, for catalogues that have neither tags nor statuses. */
export const catalogued = (own: readonly string[]): readonly QueryParameter[] => [
  fields,
  ...paging.slice(0, 3),
  ...own.map(filter),
];
