import { describe, expect, it } from 'vitest';
import type { ChangeRecord } from '../../api/history/history.ts';
import type { RegionEvent } from '../../model/region-event.ts';
import { changeRecord } from '../../test/change-record.ts';
import { mergeActivity } from './activity-items.ts';

const start = Date.parse('2031-05-02T17:00:00.000Z');
const second = 1_000;

const record = (seconds: number, change: Partial<ChangeRecord> = {}) =>
  changeRecord({ id: `r${seconds}`, at: new Date(start + seconds * second).toISOString(), ...change });

const entry = (seconds: number, change: Partial<RegionEvent> = {}): RegionEvent => ({
  id: `e${seconds}`,
  at: start + seconds * second,
  title: 'Session Persistence Successfully Updated',
  summary: "Session persistence successfully updated to 'HTTP_COOKIE'",
  author: 'admin',
  category: 'UPDATE',
  path: '/loadbalancers/71/sessionpersistence',
  isPersistence: change.path === undefined,
  ...change,
});

const whole = <T>(...items: T[]) => ({ items, whole: true });
const shown = (...sources: Parameters<typeof mergeActivity>) =>
  mergeActivity(...sources).items.map((item) => (item.kind === 'record' ? item.record.id : item.entry.id));

describe('activity', () => {
  it('shows a change once when panel and feed both tell of it', () => {
    expect(shown(whole(record(0)), [whole(entry(2)), whole(entry(2))])).toEqual(['r0']);
  });

  it('marks what only the feed knows', () => {
    const outside = [
      entry(100),
      entry(90, { author: 'somebody' }),
      entry(80, { path: '/loadbalancers/71/nodes/3', title: 'Node Successfully Deleted', category: 'DELETE' }),
    ];
    expect(shown(whole(record(70, { status: 202 })), [whole(...outside)])).toEqual(['e90', 'e80', 'r70']);
    expect(shown(whole(record(0, { status: 422, verdict: 'failed' })), [whole(entry(2))])).toEqual(['e2', 'r0']);
  });

  it('tells a change to another value apart, even by the same person', () => {
    const other = entry(2, { summary: "Session persistence successfully updated to 'SOURCE_IP'" });
    expect(shown(whole(record(0)), [whole(other)])).toEqual(['e2', 'r0']);
  });

  it('gives each of two quick changes its own entry', () => {
    expect(shown(whole(record(10), record(0)), [whole(entry(12), entry(2))])).toEqual(['r10', 'r0']);
    expect(shown(whole(record(0)), [whole(entry(12), entry(2))])).toEqual(['e12', 'r0']);
  });

  it('takes a created thing of a collection as the answer to its POST', () => {
    const posted = record(0, { method: 'POST', path: '/loadbalancers/71/nodes', operation: 'nodes.add', body: null });
    expect(shown(whole(posted), [whole(entry(1, { path: '/loadbalancers/71/nodes/31', category: 'CREATE' }))])).toEqual(
      ['r0'],
    );
  });

  it('shows nothing older than what every source has been read down to', () => {
    const records = { items: [record(100), record(50)], whole: false };
    const result = mergeActivity(records, [whole(entry(70, { author: 'b' }), entry(10, { author: 'b' }))]);
    expect(result.items.map(({ at }) => (at - start) / second)).toEqual([100, 70, 50]);
    expect(result.whole).toBe(false);
  });

  it('takes an entry a little before its record as told of it, since clocks differ, but not one long before', () => {
    expect(shown(whole(record(10)), [whole(entry(6))])).toEqual(['r10']);
    expect(shown(whole(record(10)), [whole(entry(4))])).toEqual(['r10', 'e4']);
  });

  it('does not take an entry for that of a record whose own entry lies further back than was read', () => {
    const unread = { items: [entry(300)], whole: false };
    expect(shown(whole(record(0)), [unread])).toEqual(['e300']);
    expect(shown(whole(record(0)), [whole(entry(300))])).toEqual(['r0']);
  });

  it('goes by the feed that was read down to the least', () => {
    const short = { items: [entry(300)], whole: false };
    const long = { items: [entry(300), entry(120, { author: 'b' })], whole: false };
    expect(shown(whole(record(150)), [short, long])).toEqual(['e300']);
    expect(shown(whole(record(150)), [long])).toEqual(['r150', 'e120']);
  });

  it('keeps a change whose entry is the oldest that was read, although it was sent a little earlier', () => {
    expect(shown(whole(record(297)), [{ items: [entry(300)], whole: false }])).toEqual(['r297']);
  });

  it('does not take an entry for that of a request from before another one that had been accepted by then', () => {
    expect(shown(whole(record(60), record(0)), [whole(entry(200), entry(62))])).toEqual(['e200', 'r60', 'r0']);
  });

  it('lets a request that was refused stand between a change and its entry', () => {
    const refused = record(60, { status: 422, verdict: 'failed' });
    expect(shown(whole(refused, record(0)), [whole(entry(70))])).toEqual(['r60', 'r0']);
  });

  it('counts a request whose answer is not known as one that may have been accepted', () => {
    const unknown = record(60, { status: null, verdict: null });
    expect(shown(whole(unknown, record(0)), [whole(entry(70))])).toEqual(['r60', 'r0']);
    expect(shown(whole(unknown, record(0)), [whole(entry(100), entry(70))])).toEqual(['e100', 'r60', 'r0']);
  });

  it('offers Revert for the newest change only, and not when somebody else changed it since', () => {
    const offers = (...sources: Parameters<typeof mergeActivity>) =>
      mergeActivity(...sources).items.map((item) => item.kind === 'record' && item.canPutBack);
    expect(offers(whole(record(10), record(0)), [])).toEqual([true, false]);
    expect(offers(whole(record(10)), [whole(entry(20, { author: 'b' }))])).toEqual([false, false]);
    expect(offers(whole(record(10)), [whole(entry(20, { author: 'b', path: '/loadbalancers/71/nodes/3' }))])).toEqual([
      false,
      true,
    ]);
    expect(offers(whole(record(20, { status: 400, verdict: 'failed' }), record(10)), [])).toEqual([false, true]);
  });
});
