import type { Panel, PanelApp } from '../panel-context.ts';
import { PanelError } from '../reply.ts';

/** `/healthz`, `/metrics`, `/openapi.json`: for machines, without a sign-in and without secrets. */
export function serviceRoutes(app: PanelApp, panel: Panel): void {
  const { metrics, version, ready = () => true } = panel.options;
  let openApi: Promise<string> | undefined;

  app.get('/healthz', (context) => {
    const known = version !== undefined && { version };
    return ready()
      ? context.env.reply.json(200, { status: 'ok', ...known })
      : context.env.reply.json(503, { status: 'waiting', ...known }, { 'Retry-After': '1' });
  });

  app.get('/metrics', async (context) => {
    // Figures are for whoever runs the panel: what came through a proxy in front is not answered.
    const proxied = context.req.raw.headers.has('x-forwarded-for') || context.req.raw.headers.has('forwarded');
    if (!metrics || proxied)
      throw new PanelError(404, 'no-metrics', 'Metrics are served to direct connections only, not through a proxy.');
    const { body, contentType } = await metrics.text();
    return context.env.reply.send(200, body, { 'Content-Type': contentType });
  });

  app.get('/openapi.json', async (context) => {
    openApi ??= panel.services[0].provider.openApi().then((document) => JSON.stringify(document, null, 2));
    return context.env.reply.send(200, await openApi, {
      'Content-Type': 'application/json',
      'Cache-Control': 'public, max-age=300',
    });
  });
}
