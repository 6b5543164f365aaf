import type { ChangeRecord } from '../../contract/shared/change-record.ts';
import { byName, type SavedView } from '../../contract/shared/saved-view.ts';
import { comparable, spellings } from '../../contract/shared/text.ts';
import {
  type AccountRef,
  type Bound,
  bounds,
  type Call,
  type CheckKey,
  type Feedback,
  type KeptCheck,
  type Owner,
  type PanelStore,
  type StoredIntent,
  type ViewOwner,
} from './store.ts';
import { isUnknown, whyNotStored } from './verdicts.ts';

const newestFirst = (a: { id: string }, b: { id: string }) => (a.id < b.id ? 1 : -1);
const page = <Item extends { id: string }>(items: Iterable<Item>, cursor: string | undefined, limit: number): Item[] =>
  [...items]
    .filter(({ id }) => cursor === undefined || id < cursor)
    .sort(newestFirst)
    .slice(0, limit);
/** The oldest, beyond the bound. */
function beyond<Item extends { id: string }>(items: Item[], { rows, bytes }: Bound): Item[] {
  let total = 0;
  return items.sort(newestFirst).filter((item, index) => {
    total += JSON.stringify(item).length;
    return index >= rows || (index > 0 && total > bytes);
  });
}
const checkKey = ({ service, account, region, loadBalancerId }: CheckKey) =>
  JSON.stringify([service, account, region, loadBalancerId]);
const own = ({ account, user }: Owner) => JSON.stringify([account, user]);
const viewOwner = ({ service, account, user }: ViewOwner) => JSON.stringify([service, account, user]);

/** A store that lasts as long as the program: the static demo and tests. */
export function memoryStore(): PanelStore {
  const changes = new Map<string, ChangeRecord>();
  const verdictKeys = new Map<string, string | null>();
  const calls = new Map<string, { owner: string; call: Call }>();
  const favourites = new Map<string, Set<string>>();
  /** Of each owner by what names are told apart by. */
  const views = new Map<string, Map<string, SavedView>>();
  const feedback = new Map<string, Feedback>();
  const signOuts = new Map<string, string>();
  const knownAddresses = new Map<string, Map<string, string>>();
  const checks = new Map<string, { key: CheckKey; check: KeptCheck }>();

  let cleanUp: string | null = null;

  const viewsOf = (owner: ViewOwner): Map<string, SavedView> => {
    const found = views.get(viewOwner(owner)) ?? new Map<string, SavedView>();
    views.set(viewOwner(owner), found);
    return found;
  };
  const callsOf = (owner: Owner) =>
    [...calls.values()].filter((each) => each.owner === own(owner)).map(({ call }) => call);

  const isOf = (change: ChangeRecord, { service, provider, account }: AccountRef): boolean =>
    change.account === account && (change.service === service || (change.service === null && provider === 'clb'));
  const keep = (intent: StoredIntent, sent: boolean) => {
    const { verdictKey = null, ...shown } = intent;
    changes.set(intent.id, {
      ...shown,
      sent,
      status: null,
      duration: null,
      verdict: null,
      detail: null,
      serviceRequestId: null,
    });
    verdictKeys.set(intent.id, verdictKey);
    const unsent = sent ? [] : [...changes.values()].filter((each) => !each.sent && each.account === intent.account);
    for (const { id } of beyond(unsent, bounds.unsent)) if (verdictKeys.delete(id)) changes.delete(id);
  };

  return {
    history: {
      async announce(intent) {
        keep(intent, false);
      },
      async send({ announced: { id, ...as }, ...sending }) {
        const change = changes.get(id);
        const fits = (Object.keys(as) as (keyof typeof as)[]).every((key) => change?.[key] === as[key]);
        if (!change || change.sent || !fits) return false;
        changes.set(id, { ...change, ...sending, sent: true });
        return true;
      },
      async begin(intent) {
        keep(intent, true);
        const [oldest] = changes.keys();
        if (changes.size > bounds.changes.rows && oldest !== undefined && verdictKeys.delete(oldest))
          changes.delete(oldest);
      },
      end(account, id, { requestId, ...outcome }) {
        const change = changes.get(id);
        if (change?.account !== account || (requestId ?? change.requestId) !== change.requestId) return;
        const { verdict, detail } = change;
        changes.set(id, {
          ...change,
          ...outcome,
          verdict: verdict ?? outcome.verdict,
          detail: detail ?? outcome.detail,
        });
      },
      async judge(of, id, { verdict, after, detail }, judge) {
        const change = changes.get(id);
        if (!change || !isOf(change, of)) return 'no-such-change';
        const verdictKey = verdictKeys.get(id) ?? null;
        const open = isUnknown(change);
        if (!open || (judge !== 'server' && judge.verdictKey !== verdictKey))
          return whyNotStored({ ...change, verdictKey }, verdict, judge);
        changes.set(id, { ...change, verdict, after: after ?? change.after, detail: detail ?? change.detail });
        return 'stored';
      },
      async find(of, { cursor, limit, from, to, verdict, loadBalancer, user, ...exact }) {
        const has = (text: string | null, part: string) =>
          spellings(part).some((each) => (text ?? '').toLowerCase().includes(each.toLowerCase()));
        const matches = [...changes.values()].filter(
          (change) =>
            isOf(change, of) &&
            (from === undefined || change.at >= from) &&
            (to === undefined || change.at <= to) &&
            (user === undefined || has(change.user, user)) &&
            (loadBalancer === undefined ||
              has(change.loadBalancerName, loadBalancer) ||
              has(change.loadBalancerId, loadBalancer)) &&
            (verdict === undefined || (verdict === 'none' ? isUnknown(change) : change.verdict === verdict)) &&
            (Object.keys(exact) as (keyof typeof exact)[]).every(
              (key) => exact[key] === undefined || spellings(exact[key]).includes(change[key] ?? ''),
            ),
        );
        return page(matches, cursor, limit);
      },
      async get(of, id) {
        const change = changes.get(id);
        return change && isOf(change, of) ? change : null;
      },
    },
    calls: {
      async add(owner, call, most) {
        calls.set(call.id, { owner: own(owner), call });
        for (const { id } of beyond(callsOf(owner), { ...bounds.calls, rows: most })) calls.delete(id);
      },
      async find(owner, { cursor, operation, limit }) {
        const matches = callsOf(owner).filter((call) => operation === undefined || call.operation === operation);
        return page(matches, cursor, limit).map(({ requestBody: _, responseBody: __, ...summary }) => summary);
      },
      async get(owner, id) {
        return callsOf(owner).find((call) => call.id === id) ?? null;
      },
      async remove(owner, id) {
        for (const call of callsOf(owner)) if (id === undefined || call.id === id) calls.delete(call.id);
      },
    },
    favourites: {
      async add(owner, operation) {
        favourites.set(own(owner), new Set([...(favourites.get(own(owner)) ?? []), operation]));
      },
      async find(owner) {
        return [...(favourites.get(own(owner)) ?? [])].sort();
      },
      async remove(owner, operation) {
        favourites.get(own(owner))?.delete(operation);
      },
    },
    views: {
      async find(owner) {
        return [...viewsOf(owner).values()].sort(byName);
      },
      async save(owner, { id, name, query }, most) {
        const all = viewsOf(owner);
        const key = comparable(name);
        const former = all.get(key);
        if (!former && all.size >= most) return null;
        const saved = { id: former?.id ?? id, name, query };
        all.set(key, saved);
        return saved;
      },
      async change(owner, { id, name, query }) {
        const all = viewsOf(owner);
        const key = comparable(name);
        const holder = all.get(key);
        if (holder && holder.id !== id) return 'name-taken';
        const [formerKey] = [...all].find(([, view]) => view.id === id) ?? [];
        if (formerKey === undefined) return 'no-such-view';
        all.delete(formerKey);
        all.set(key, { id, name, query });
        return 'changed';
      },
      async remove(owner, id) {
        const all = viewsOf(owner);
        for (const [key, view] of all) if (view.id === id) all.delete(key);
      },
    },
    feedback: {
      async add(each) {
        feedback.set(each.id, each);
        const same = [...feedback.values()].filter(({ account }) => account === each.account);
        for (const { id } of beyond(same, bounds.feedback)) feedback.delete(id);
      },
      async find(account, { cursor, limit }) {
        return page(
          [...feedback.values()].filter((each) => each.account === account),
          cursor,
          limit,
        );
      },
    },
    signOuts: {
      async add(session, until) {
        signOuts.set(session, until);
      },
      async has(session) {
        return signOuts.has(session);
      },
    },
    knownAddresses: {
      async remember({ user, address, until }, most) {
        const own = [...(knownAddresses.get(user) ?? [])].filter(([each]) => each !== address);
        const kept = [[address, until] as const, ...own].sort(([, a], [, b]) => b.localeCompare(a)).slice(0, most);
        knownAddresses.set(user, new Map(kept));
      },
      async has({ user, address }, now) {
        return (knownAddresses.get(user)?.get(address) ?? '') > now;
      },
    },
    checks: {
      async keep(key, check, most) {
        const text = checkKey(key);
        checks.delete(text);
        checks.set(text, { key, check });
        const ofAccount = [...checks].filter(
          ([, each]) => each.key.service === key.service && each.key.account === key.account,
        );
        for (const [oldest] of ofAccount.slice(0, Math.max(0, ofAccount.length - most))) checks.delete(oldest);
      },
      async find(key) {
        return checks.get(checkKey(key))?.check ?? null;
      },
    },
    async times() {
      const rows = [...changes.values(), ...[...calls.values()].map(({ call }) => call), ...feedback.values()];
      const ats = rows.map(({ at }) => at).sort();
      return { cleanUp, newest: ats.at(-1) ?? null };
    },
    async noteCleanUp(at) {
      cleanUp = at;
    },
    async forget(before, now) {
      for (const [id, { at }] of feedback) if (at < before) feedback.delete(id);
      for (const [text, { check }] of checks) if (check.check.at < before) checks.delete(text);
      for (const [id, { at }] of changes) if (at < before && verdictKeys.delete(id)) changes.delete(id);
      for (const [id, { call }] of calls) if (call.at < before) calls.delete(id);
      for (const [user, own] of knownAddresses) {
        for (const [address, until] of own) if (until < now) own.delete(address);
        if (own.size === 0) knownAddresses.delete(user);
      }
      for (const [id, until] of signOuts) if (until < now) signOuts.delete(id);
    },
    async close() {},
  };
}
