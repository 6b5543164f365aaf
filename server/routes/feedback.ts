import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { trimmed } from '../../contract/shared/text.ts';
import { checked, readJson } from '../body.ts';
import { maskText } from '../mask.ts';
import { type Panel, type PanelApp, signedIn } from '../panel-context.ts';
import { PanelError } from '../reply.ts';
import { networkOf } from '../sessions/sign-in-throttle.ts';
import type { Feedback } from '../store/store.ts';
import { storableText } from '../text.ts';
import { operationId } from './calls.ts';
import { cursor, pageSize } from './history.ts';

const written = (panel: Panel) =>
  z.strictObject({
    text: storableText(8_000)
      .transform(trimmed)
      .refine((text) => text !== '', { error: 'Enter your feedback.' }),
    contact: storableText(200).transform(trimmed).nullable().default(null),
    page: storableText(2_000, 1),
    operation: operationId(panel).nullable().default(null),
    requestId: storableText(64).nullable().default(null),
  });

const query = z.strictObject({ cursor: cursor.optional(), limit: pageSize(200, 1_000) });

/** Messages that one user or, signed out, one address (an IPv6 /64) may send in ten minutes. */
const most = 20;
const window = 10 * 60_000;
const webhookTimeout = 10_000;

/** `/panel/feedback`: what people say about the panel. Anyone may write, admins read what their account wrote. */
export function feedbackRoutes(app: PanelApp, panel: Panel): void {
  const { clock, options, store } = panel;
  const shape = written(panel);
  const sent = new LRUCache<string, number[]>({ max: 10_000 });

  async function tellWebhook(url: string, feedback: Feedback): Promise<void> {
    const late = new AbortController();
    const cancel = clock.after(webhookTimeout, () => late.abort());
    try {
      const answer = await options.fetch(url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'User-Agent': 'Holdfast' },
        body: JSON.stringify(feedback),
        redirect: 'error',
        signal: late.signal,
      });
      await answer.body?.cancel();
      if (!answer.ok) panel.log.warn({ status: answer.status }, 'FEEDBACK_WEBHOOK_URL did not take a message');
    } finally {
      cancel();
    }
  }

  app.post('/panel/feedback', async (context) => {
    const { reply, address } = context.env;
    const session = await panel.session(context.req.raw.headers);
    const told = await readJson(context.req.raw, shape);
    const sender = session ? `${session.account} ${session.user}` : networkOf(address);
    const recent = (sent.get(sender) ?? []).filter((time) => time > clock.now() - window);
    if (recent.length >= most)
      throw new PanelError(
        429,
        'too-much-feedback',
        'That is a lot of feedback at once. Send the rest in ten minutes.',
        {
          headers: { 'Retry-After': String(window / 1000) },
        },
      );
    sent.set(sender, [...recent, clock.now()]);
    const secrets = session ? [session.token] : [];
    const feedback: Feedback = {
      id: panel.newId(),
      at: new Date(clock.now()).toISOString(),
      account: session?.account ?? null,
      user: session?.user ?? null,
      text: maskText(told.text, secrets),
      contact: told.contact === null ? null : maskText(told.contact, secrets),
      page: maskText(told.page, secrets),
      operation: told.operation,
      requestId: told.requestId,
    };
    await store.feedback.add(feedback);
    const { feedbackWebhookUrl } = options;
    if (feedbackWebhookUrl)
      panel.later('FEEDBACK_WEBHOOK_URL could not be reached', () => tellWebhook(feedbackWebhookUrl, feedback));
    return reply.json(201, { id: feedback.id });
  });

  app.get('/panel/feedback', async (context) => {
    const session = await signedIn(panel, context.req.raw.headers);
    const missing = panel.provider(session).missingRight(session, 'export');
    if (missing !== null) throw new PanelError(403, 'role', missing);
    const asked = checked(query, Object.fromEntries(context.env.url.searchParams));
    const found = await store.feedback.find(session.account, { ...asked, limit: asked.limit + 1 });
    const shown = found.slice(0, asked.limit);
    const next = found.length > shown.length ? (shown.at(-1)?.id ?? null) : null;
    return context.env.reply.json(200, { feedback: shown, next });
  });
}
