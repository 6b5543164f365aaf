import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../contract/shared/clock.ts';
import type { PanelStore } from '../store/store.ts';
import { errorOf, setUp } from '../testing/browser.ts';
import { sqliteStore } from './sqlite.ts';

const change = { method: 'PUT', body: { sessionPersistence: { persistenceType: 'SOURCE_IP' } } };
const path = '/api/ORD/loadbalancers/71/sessionpersistence';

describe('a SQLite database that another program has locked', () => {
  let folder: string;
  let store: PanelStore;
  let locker: DatabaseSync;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'holdfast-sqlite-'));
    const file = join(folder, 'panel.sqlite');
    store = await sqliteStore(file);
    locker = new DatabaseSync(file);
    locker.exec('BEGIN IMMEDIATE');
  });
  afterEach(async () => {
    locker.close();
    await store.close();
    rmSync(folder, { recursive: true });
  });

  it('takes every one of 2,000 writes that waited for it', async () => {
    const { browser, service } = await setUp({ store });
    await browser.signIn('admin');
    service.answer = () => new Response(null, { status: 202 });
    const answers = Array.from({ length: 2_000 }, () => browser.ask(path, change));
    await setTimeout(200);
    locker.exec('ROLLBACK');
    const statuses = (await Promise.all(answers)).map(({ status }) => status);
    expect(statuses.filter((status) => status !== 202)).toEqual([]);
    let recorded = 0;
    for (let cursor = ''; ; ) {
      const page = await (await browser.ask(`/panel/history?limit=200${cursor}`)).json();
      recorded += page.changes.length;
      if (page.next === null) break;
      cursor = `&cursor=${page.next}`;
    }
    expect(recorded).toBe(2_000);
  });

  it('holds up nothing else, and a write is refused in words when the lock lasts', async () => {
    const { browser, service } = await setUp({ store, clock: systemClock });
    await browser.signIn('admin');
    service.answer = () => Response.json({ loadBalancers: [] });
    const begun = performance.now();
    const refused = browser.ask(path, change);
    await setTimeout(50);
    expect((await browser.ask('/api/ORD/loadbalancers')).status).toBe(200);
    expect(performance.now() - begun).toBeLessThan(2_000);
    const answer = await refused;
    expect(performance.now() - begun).toBeLessThan(5_000);
    expect([answer.status, (await errorOf(answer)).code]).toEqual([503, 'history-unavailable']);
    expect(service.received.filter(({ method }) => method === 'PUT')).toEqual([]);
    locker.exec('ROLLBACK');
    expect((await browser.ask(path, change)).status).toBe(200);
  }, 10_000);
});
