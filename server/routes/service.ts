import type { Panel, PanelApp } from '../panel-context.ts';
import type { Provider } from '../providers/provider.ts';
import { PanelError, type Reply } from '../reply.ts';

/** `/healthz`, `/metrics`, `/openapi.json`: for machines, without a sign-in and without secrets. */
export function serviceRoutes(app: PanelApp, panel: Panel): void {
  const { metrics, version, ready = () => true } = panel.options;
  const documents = new Map<string, Promise<string>>();

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

  app.get('/openapi.json', (context) => document(context.env.reply, panel.providers.clb));

  app.get('/openapi/octavia.json', (context) => document(context.env.reply, panel.providers.octavia));

  async function document(reply: Reply, { name, openApi }: Provider): Promise<Response> {
    const text = documents.get(name) ?? openApi().then((content) => JSON.stringify(content, null, 2));
    documents.set(name, text);
    return reply.send(200, await text, {
      'Content-Type': 'application/json',
      'Cache-Control': 'public, max-age=300',
    });
  }
}
