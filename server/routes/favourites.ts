import { z } from 'zod';
import { checked, readJson } from '../body.ts';
import { ownerOf, type Panel, type PanelApp, signedIn } from '../panel-context.ts';
import { operationId } from './calls.ts';

/** `/panel/favourites`: the operations that a user keeps at hand in the API explorer. */
export function favouriteRoutes(app: PanelApp, panel: Panel): void {
  const { favourites } = panel.store;
  const favourite = z.strictObject({ operation: operationId(panel) });

  app.get('/panel/favourites', async (context) => {
    const owner = ownerOf(await signedIn(panel, context.req.raw.headers));
    return context.env.reply.json(200, { favourites: await favourites.find(owner) });
  });

  app.post('/panel/favourites', async (context) => {
    const owner = ownerOf(await signedIn(panel, context.req.raw.headers));
    const { operation } = await readJson(context.req.raw, favourite);
    await favourites.add(owner, operation);
    return context.env.reply.empty();
  });

  app.delete('/panel/favourites/:operation', async (context) => {
    const owner = ownerOf(await signedIn(panel, context.req.raw.headers));
    const { operation } = checked(favourite, { operation: context.req.param('operation') });
    await favourites.remove(owner, operation);
    return context.env.reply.empty();
  });
}
