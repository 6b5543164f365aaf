import { z } from 'zod';
import { foreignParameter, savedViewLimits, savedViewName } from '../../contract/shared/saved-view.ts';
import { readJson } from '../body.ts';
import { sortableId } from '../ids.ts';
import { type Panel, type PanelApp, signedIn } from '../panel-context.ts';
import { PanelError } from '../reply.ts';
import type { Session } from '../sessions/session.ts';
import type { ViewOwner } from '../store/store.ts';
import { storableText } from '../text.ts';

/** What may be typed around a name before it is trimmed, in UTF-16 units. */
const roughName = 1_000;

const view = z.strictObject({
  name: storableText(roughName)
    .transform(savedViewName)
    .refine((name) => name !== '', { error: 'Enter a name.' })
    .refine((name) => name.length <= savedViewLimits.name, {
      error: `Longer than ${savedViewLimits.name} characters.`,
    }),
  query: storableText(savedViewLimits.query)
    .transform((query) => query.replace(/^\?/, ''))
    .refine((query) => foreignParameter(query) === undefined, {
      error: ({ input }) => `The list has no parameter “${foreignParameter(String(input))?.slice(0, 50)}”.`,
    }),
});

const unknownView = () => new PanelError(404, 'unknown-view', 'You have no such view; it may have been deleted.');

const viewOwner = ({ service, account, user }: Session): ViewOwner => ({ service, account, user });

/** `/panel/views`: what a user wants the list to show again, by name. */
export function viewRoutes(app: PanelApp, panel: Panel): void {
  const { views } = panel.store;

  app.get('/panel/views', async (context) => {
    const owner = viewOwner(await signedIn(panel, context.req.raw.headers));
    return context.env.reply.json(200, { views: await views.find(owner) });
  });

  app.post('/panel/views', async (context) => {
    const owner = viewOwner(await signedIn(panel, context.req.raw.headers));
    const told = await readJson(context.req.raw, view);
    const made = { id: panel.newId(), ...told };
    const saved = await views.save(owner, made, savedViewLimits.views);
    if (!saved)
      throw new PanelError(
        409,
        'too-many-views',
        `You have ${savedViewLimits.views} saved views, the most that are kept. Delete one first.`,
      );
    return context.env.reply.json(saved.id === made.id ? 201 : 200, saved);
  });

  app.put('/panel/views/:id', async (context) => {
    const owner = viewOwner(await signedIn(panel, context.req.raw.headers));
    const id = context.req.param('id');
    const told = await readJson(context.req.raw, view);
    if (!sortableId.test(id)) throw unknownView();
    const outcome = await views.change(owner, { id, ...told });
    if (outcome === 'no-such-view') throw unknownView();
    if (outcome === 'name-taken')
      throw new PanelError(409, 'name-taken', 'You have another view of this name.', { field: 'name' });
    return context.env.reply.json(200, { id, ...told });
  });

  app.delete('/panel/views/:id', async (context) => {
    const owner = viewOwner(await signedIn(panel, context.req.raw.headers));
    const id = context.req.param('id');
    if (sortableId.test(id)) await views.remove(owner, id);
    return context.env.reply.empty();
  });
}
