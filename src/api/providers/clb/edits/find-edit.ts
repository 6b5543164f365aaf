import type { Edit, RecordedEdit } from '../../edit.ts';
import { accessListEdit } from './access-list.ts';
import { mappingAddition, mappingEdit, mappingRemoval } from './certificate-mappings.ts';
import { connectionThrottleEdit } from './connection-throttle.ts';
import { deletion } from './deletion.ts';
import { errorPageEdit } from './error-page.ts';
import { healthMonitorEdit } from './health-monitor.ts';
import { loadBalancerEdit } from './load-balancer.ts';
import { nameOfReturn, nodeAddition, nodeEdit, nodeRemoval, nodeReturn } from './nodes.ts';
import { sslTerminationEdit } from './ssl-termination.ts';
import { connectionLoggingEdit, contentCachingEdit, httpsRedirectEdit } from './switches.ts';
import { virtualIpAddition, virtualIpRemoval } from './virtual-ips.ts';

const fixed = [
  healthMonitorEdit,
  connectionThrottleEdit,
  contentCachingEdit,
  httpsRedirectEdit,
  connectionLoggingEdit,
  errorPageEdit,
  accessListEdit,
  sslTerminationEdit,
  loadBalancerEdit,
  deletion,
  nodeAddition,
  virtualIpAddition,
  mappingAddition,
] as readonly Edit[];

/** Edits of one of several things, by the form of their name. */
const ofItems: readonly (readonly [RegExp, (id: string) => Edit])[] = [
  [/^nodes\/(\d+)$/, (id) => nodeEdit(id) as Edit],
  [/^nodes\/(\d+)\/remove$/, (id) => nodeRemoval(id) as Edit],
  [/^nodes\/again\/(.+)$/, (place) => nodeReturn(place) as Edit],
  [/^certificate-mappings\/(\d+)$/, (id) => mappingEdit(id) as Edit],
  [/^certificate-mappings\/(\d+)\/remove$/, (id) => mappingRemoval(id) as Edit],
  [/^virtual-ips\/(\d+)\/remove$/, (id) => virtualIpRemoval(id) as Edit],
];

/** The edit of that name; null where there is none. */
export function findEdit(name: string): Edit | null {
  const found = fixed.find((edit) => edit.name === name);
  if (found) return found;
  for (const [form, make] of ofItems) {
    const id = form.exec(name)?.[1];
    if (id !== undefined) return make(id);
  }
  return null;
}

/** The edits that an id at the end of a path may be of. */
const namesWith = (id: string): readonly string[] => [
  `nodes/${id}`,
  `nodes/${id}/remove`,
  `virtual-ips/${id}/remove`,
  `certificate-mappings/${id}`,
  `certificate-mappings/${id}/remove`,
];

/** The edit that reads the values of a recorded write; null where there is none, as for a value in another form. */
export function editOfRecord({ operation, path, before, after }: RecordedEdit): Edit | null {
  const id = /\/(\d+)$/.exec(path.split('?')[0] ?? '')?.[1];
  const names = [...(id === undefined ? [] : namesWith(id)), ...(after === null ? [] : nameOfReturn(after))];
  const ofItem = names.flatMap((name) => findEdit(name) ?? []);
  const reads = (edit: Edit) =>
    [before, after].some((text) => text !== null) &&
    [before, after].every((text) => text === null || edit.fromRecord(text) !== null);
  return [...fixed, ...ofItem].find((edit) => edit.operations.includes(operation) && reads(edit)) ?? null;
}
