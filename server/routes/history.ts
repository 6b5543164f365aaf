import { z } from 'zod';
import { type ChangeRecord, largestValues, verdicts } from '../../contract/shared/change-record.ts';
import { checked, readJson } from '../body.ts';
import { sortableId } from '../ids.ts';
import { maskText } from '../mask.ts';
import { type Panel, type PanelApp, signedIn } from '../panel-context.ts';
import { PanelError } from '../reply.ts';
import type { Session } from '../sessions/session.ts';
import { sha256 } from '../sha256.ts';
import { isUnknown } from '../store/verdicts.ts';
import { storableText } from '../text.ts';

const word = (most: number) => storableText(most, 1);
const time = z.iso
  .datetime({ offset: true, error: 'Not a time in ISO 8601, such as 2031-05-02T17:20:11Z.' })
  .transform((text) => new Date(text).toISOString());

export const cursor = z.string().regex(sortableId, { error: 'Not a cursor that the panel gave.' });
/** How many to answer with. */
export const pageSize = (standard: number, most: number) =>
  z.coerce.number({ error: 'Not a number.' }).int({ error: 'Not a whole number.' }).min(1).max(most).default(standard);

const query = z.strictObject({
  region: word(255).optional(),
  loadBalancerId: word(64).optional(),
  run: word(64).optional(),
  loadBalancer: word(255).optional(),
  user: word(255).optional(),
  operation: word(64).optional(),
  verdict: z.enum([...verdicts, 'none'], { error: `One of ${verdicts.join(', ')}, none.` }).optional(),
  from: time.optional(),
  to: time.optional(),
  cursor: cursor.optional(),
  limit: pageSize(50, 200),
});

const judgement = z.strictObject({
  verdict: z.enum(verdicts, { error: `One of ${verdicts.join(', ')}.` }),
  after: storableText(largestValues).optional(),
  detail: storableText(2_000).optional(),
  key: storableText(200, 1),
});

/** The newest changes of the load balancer among which a later one is looked for. */
const newest = 200;

const mayHaveHappened = ({ status, verdict, sent }: ChangeRecord): boolean =>
  sent && verdict !== 'failed' && (status === null || (status >= 200 && status < 300) || status >= 500);

const noSuchChange = () =>
  new PanelError(404, 'unknown-change', 'The history of this account has no such change; it may be too old.');

/** `/panel/history`: what was changed through the panel, of the signed-in user's account only. */
export function historyRoutes(app: PanelApp, panel: Panel): void {
  const { history } = panel.store;

  /** A later change of the same thing. */
  async function laterChange(session: Session, record: ChangeRecord): Promise<ChangeRecord | undefined> {
    // What was added stays to be seen beside what others add.
    if (record.method === 'POST' || record.loadBalancerId === null) return undefined;
    const { region, loadBalancerId } = record;
    const changes = await history.find(session, { region, loadBalancerId, limit: newest });
    return changes.find((each) => each.id > record.id && each.path === record.path && mayHaveHappened(each));
  }

  app.get('/panel/history', async (context) => {
    const session = await signedIn(panel, context.req.raw.headers);
    const asked = checked(query, Object.fromEntries(context.env.url.searchParams));
    const changes = await history.find(session, { ...asked, limit: asked.limit + 1 });
    const shown = changes.slice(0, asked.limit);
    const next = changes.length > shown.length ? (shown.at(-1)?.id ?? null) : null;
    return context.env.reply.json(200, { changes: shown, next });
  });

  app.get('/panel/history/:id', async (context) => {
    const session = await signedIn(panel, context.req.raw.headers);
    const id = context.req.param('id');
    const change = sortableId.test(id) ? await history.get(session, id) : null;
    if (!change) throw noSuchChange();
    return context.env.reply.json(200, change);
  });

  app.post('/panel/history/:id/verdict', async (context) => {
    const session = await signedIn(panel, context.req.raw.headers);
    const missing = panel.provider(session).missingRight(session, 'verdict');
    if (missing !== null) throw new PanelError(403, 'role', missing);
    const { verdict, after, detail, key } = await readJson(context.req.raw, judgement, 1024 * 1024);
    const id = context.req.param('id');
    if (!sortableId.test(id)) throw noSuchChange();
    const clean = (text: string | undefined) => (text === undefined ? undefined : maskText(text, [session.token]));
    const judged = await history.judge(
      session,
      id,
      { verdict, after: clean(after), detail: clean(detail) },
      { verdictKey: await sha256(key) },
    );
    if (judged === 'no-such-change') throw noSuchChange();
    if (judged === 'wrong-key')
      throw new PanelError(
        403,
        'wrong-key',
        'Only the page that made this change can say how it ended. Verify it instead: then the server reads and judges.',
      );
    if (judged === 'not-sent')
      throw new PanelError(409, 'not-sent', 'This change was announced and has not been sent, so it has no outcome.');
    if (judged === 'known-already')
      throw new PanelError(409, 'known-already', 'How this change ended is known already, and stays as it is.');
    return context.env.reply.empty();
  });

  app.post('/panel/history/:id/check', async (context) => {
    const session = await signedIn(panel, context.req.raw.headers);
    context.env.session = session;
    const id = context.req.param('id');
    const record = async () => {
      const found = sortableId.test(id) ? await history.get(session, id) : null;
      if (!found) throw noSuchChange();
      return found;
    };
    const change = await record();
    if (!isUnknown(change)) return context.env.reply.json(200, change);
    const judged = await panel.provider(session).checkChange(session, change, () => laterChange(session, change));
    await history.judge(session, id, judged, 'server');
    return context.env.reply.json(200, await record());
  });
}
