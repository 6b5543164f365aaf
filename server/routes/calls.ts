import { z } from 'zod';
import { checked, readJson } from '../body.ts';
import { sortableId } from '../ids.ts';
import { maskHeaders, maskText } from '../mask.ts';
import { ownerOf, type Panel, type PanelApp, signedIn } from '../panel-context.ts';
import { PanelError } from '../reply.ts';
import type { Call } from '../store/store.ts';
import { storableCopy, storableText } from '../text.ts';
import { cursor, pageSize } from './history.ts';

/** Calls that are kept for each user. */
const most = 200;
/** Characters of a body that are kept. */
const longestBody = 256 * 1024;

/** The id of an operation of one of the APIs. */
export const operationId = ({ isOperation }: Pick<Panel, 'isOperation'>) =>
  storableText(64).refine(isOperation, { error: 'Not an operation of the API.' });
const headers = z
  .record(storableText(100, 1), z.string().max(8_192))
  .refine((value) => Object.keys(value).length <= 60, { error: 'More than 60 headers.' })
  .default({});
const body = z
  .string()
  .nullable()
  .default(null)
  .transform((text) => (text === null ? null : storableCopy(text, longestBody)));
const count = z.number().min(0).nullable().default(null);

const made = (panel: Panel) =>
  z.strictObject({
    operation: operationId(panel),
    region: storableText(255, 1),
    method: z.enum(['GET', 'POST', 'PUT', 'DELETE']),
    path: storableText(8_192, 1),
    requestHeaders: headers,
    requestBody: body,
    status: z.number().int().min(100).max(599).nullable().default(null),
    responseHeaders: headers,
    responseBody: body,
    duration: count,
    size: count,
    requestId: storableText(64).nullable().default(null),
  });

const query = (panel: Panel) =>
  z.strictObject({
    operation: operationId(panel).optional(),
    cursor: cursor.optional(),
    limit: pageSize(50, 200),
  });

/** `/panel/calls`: the calls that a user made in the API explorer. */
export function callRoutes(app: PanelApp, panel: Panel): void {
  const { calls } = panel.store;
  const shapes = { made: made(panel), query: query(panel) };

  app.get('/panel/calls', async (context) => {
    const owner = ownerOf(await signedIn(panel, context.req.raw.headers));
    const asked = checked(shapes.query, Object.fromEntries(context.env.url.searchParams));
    const found = await calls.find(owner, { ...asked, limit: asked.limit + 1 });
    const shown = found.slice(0, asked.limit);
    const next = found.length > shown.length ? (shown.at(-1)?.id ?? null) : null;
    return context.env.reply.json(200, { calls: shown, next });
  });

  app.get('/panel/calls/:id', async (context) => {
    const owner = ownerOf(await signedIn(panel, context.req.raw.headers));
    const id = context.req.param('id');
    const call = sortableId.test(id) ? await calls.get(owner, id) : null;
    if (!call) throw new PanelError(404, 'unknown-call', 'You have no such call; only the newest are kept.');
    return context.env.reply.json(200, call);
  });

  app.post('/panel/calls', async (context) => {
    const session = await signedIn(panel, context.req.raw.headers);
    const told = await readJson(context.req.raw, shapes.made, 1024 * 1024);
    const secrets = [session.token, ...(session.unscoped === undefined ? [] : [session.unscoped])];
    const text = (value: string | null) => (value === null ? null : maskText(value, secrets));
    const call: Call = {
      ...told,
      id: panel.newId(),
      at: new Date(panel.clock.now()).toISOString(),
      path: maskText(told.path, secrets),
      requestHeaders: maskHeaders(told.requestHeaders, secrets),
      requestBody: text(told.requestBody),
      responseHeaders: maskHeaders(told.responseHeaders, secrets),
      responseBody: text(told.responseBody),
    };
    await calls.add(ownerOf(session), call, most);
    return context.env.reply.json(201, { id: call.id });
  });

  app.delete('/panel/calls', async (context) => {
    await calls.remove(ownerOf(await signedIn(panel, context.req.raw.headers)));
    return context.env.reply.empty();
  });

  app.delete('/panel/calls/:id', async (context) => {
    const owner = ownerOf(await signedIn(panel, context.req.raw.headers));
    const id = context.req.param('id');
    if (sortableId.test(id)) await calls.remove(owner, id);
    return context.env.reply.empty();
  });
}
