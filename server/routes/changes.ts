import { z } from 'zod';
import { largestValues, longestNote } from '../../contract/shared/change-record.ts';
import { readJson } from '../body.ts';
import { type Panel, type PanelApp, signedIn } from '../panel-context.ts';
import { announceChange } from '../record-change.ts';
import { PanelError } from '../reply.ts';
import { storableCopy, storableText } from '../text.ts';

/** Bytes of a request: both values, escaped as JSON escapes at worst. */
const largestBody = 1024 * 1024;

const id = (most: number) => storableText(most, 1).nullable().default(null);
/** What people wrote or an API answered is kept in some form, whatever it holds. */
const copied = (most: number) =>
  z
    .string()
    .max(most, { error: `Longer than ${most.toLocaleString('en-US')} characters.` })
    .transform((text) => storableCopy(text))
    .nullable()
    .default(null);

const bytes = (text: string | null): number => (text === null ? 0 : new TextEncoder().encode(text).byteLength);

const announcement = z
  .strictObject({
    region: storableText(255, 1),
    operation: storableText(64, 1),
    subject: z.strictObject({ loadBalancerId: id(64), part: id(255) }),
    name: copied(longestNote.name),
    before: copied(largestValues),
    after: copied(largestValues),
    reason: copied(longestNote.reason),
    run: id(longestNote.run),
  })
  .refine(({ before, after }) => bytes(before) + bytes(after) <= largestValues, {
    error: `The values before and after take more than ${largestValues / 1024} kB together.`,
    path: ['after'],
  });

/**
 * `POST /panel/changes`: what the history is to know of a write before it is sent; the write then names it by its id, in
 * `X-Holdfast-Change`. Until then the history says that it was not sent.
 */
export function changeRoutes(app: PanelApp, panel: Panel): void {
  app.post('/panel/changes', async (context) => {
    const { reply } = context.env;
    const session = await signedIn(panel, context.req.raw.headers);
    context.env.session = session;
    const told = await readJson(context.req.raw, announcement, largestBody);
    if (!Object.hasOwn(session.endpoints, told.region))
      throw new PanelError(404, 'unknown-region', 'This account has no region of that name.', { field: 'region' });
    if (!panel.provider(session).isWrite(told.operation))
      throw new PanelError(400, 'invalid', 'operation: Not a write of the API.', { field: 'operation' });
    return reply.json(201, await announceChange(panel, session, told, reply.requestId));
  });
}
