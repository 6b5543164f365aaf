import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiError } from '../../api/http/client.ts';
import { inventory } from '../../api/inventory/inventory.ts';
import type { RegionState } from '../../api/inventory/region-watch.ts';
import type { LoadBalancer } from '../../model/load-balancer.ts';
import { notices } from '../notifications/notices.ts';
import { exportLoadBalancers } from './export-load-balancers.ts';
import { listInView } from './list-in-view.ts';

const row = (region: string, name: string): LoadBalancer => ({
  region,
  id: name,
  name,
  status: 'ACTIVE',
  protocol: 'HTTP',
  port: 80,
  algorithm: 'ROUND_ROBIN',
  virtualIps: [],
  nodeCount: 0,
  created: null,
  updated: null,
});
const region = (name: string, phase: RegionState['phase'], ...names: string[]): RegionState => ({
  region: name,
  phase,
  rows: new Map(names.map((each) => [each, row(name, each)])),
  complete: phase === 'ready',
  error: phase === 'failed' ? new ApiError({ status: 503, source: 'region', code: 'busy', message: 'Busy.' }) : null,
  readAt: phase === 'failed' ? null : 1,
});

let states: readonly RegionState[];
let tell: () => void;
let files: Blob[];
beforeEach(() => {
  files = [];
  tell = () => undefined;
  vi.spyOn(inventory, 'states').mockImplementation(() => states);
  vi.spyOn(inventory, 'subscribe').mockImplementation((listener) => {
    tell = listener;
    return () => undefined;
  });
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
  Object.assign(URL, {
    createObjectURL: (file: Blob) => {
      files.push(file);
      return 'blob:x';
    },
    revokeObjectURL: () => undefined,
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  notices.set([]);
  listInView.set(null);
});

const names = async () =>
  Promise.all(files.map(async (file) => (JSON.parse(await file.text()) as LoadBalancer[]).map(({ name }) => name)));
const told = () => notices.get().map(({ text, open }) => [text, open]);

test('the file has the rows that the list shows, and no others', async () => {
  states = [region('ORD', 'loading', 'a', 'b')];
  listInView.set({ rows: () => [row('ORD', 'b')], query: () => '', show: () => undefined });
  await exportLoadBalancers('json');
  expect(await names()).toEqual([['b']]);
  expect(told()).toEqual([]);
});

test('on another page it waits until every region was read or has failed, and says what it lacks', async () => {
  states = [region('ORD', 'loading', 'a'), region('DFW', 'loading')];
  const done = exportLoadBalancers('json');
  expect(told()).toEqual([['Reading every load balancer for the export…', true]]);
  states = [region('ORD', 'ready', 'a', 'b'), region('DFW', 'loading')];
  tell();
  await Promise.resolve();
  expect(files).toEqual([]);
  states = [region('ORD', 'ready', 'a', 'b'), region('DFW', 'failed')];
  tell();
  await done;
  expect(await names()).toEqual([['a', 'b']]);
  expect(told()).toEqual([
    ['Reading every load balancer for the export…', false],
    ['The exported file is not complete: DFW could not be read.', true],
  ]);
});

test('no file is made where no region could be read, or nobody is signed in any more', async () => {
  states = [region('ORD', 'failed'), region('DFW', 'failed')];
  await exportLoadBalancers('csv');
  expect(told()).toEqual([['Nothing was exported: no region could be read.', true]]);
  states = [];
  await exportLoadBalancers('csv');
  expect(files).toEqual([]);
  expect(told()).toHaveLength(1);
});
