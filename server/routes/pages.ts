import { Hono } from 'hono';
import { dataPath, pagePaths } from '../../contract/shared/page-paths.ts';
import type { Panel, PanelApp } from '../panel-context.ts';
import { PanelError, pageHeaders } from '../reply.ts';
import type { StaticFile } from '../static-files.ts';

const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

function encoded(file: StaticFile, accepted: string): [Uint8Array<ArrayBuffer>, Record<string, string>] {
  if (file.brotli && /\bbr\b/.test(accepted)) return [file.brotli, { 'Content-Encoding': 'br' }];
  if (file.gzip && /\bgzip\b/.test(accepted)) return [file.gzip, { 'Content-Encoding': 'gzip' }];
  return [file.body, {}];
}

/** The web app: its files, and its page for every address that is not something else. */
export function pageRoutes(app: PanelApp, panel: Panel): void {
  const { files } = panel.options;
  const known = new Hono();
  for (const path of pagePaths) known.get(path, () => new Response(null));
  const isPage = async (path: string) => (await known.request(path)).status === 200;

  // Not a route of its own: then no other route has to be weighed against one that matches everything.
  app.notFound(async (context) => {
    const { reply, url } = context.env;
    const { headers } = context.req.raw;
    const { method } = context.req;
    const nothing = new PanelError(404, 'not-found', `There is nothing at this address for ${method}.`);
    if (!files || (method !== 'GET' && method !== 'HEAD') || dataPath.test(url.pathname)) return reply.error(nothing);
    const file = await files.get(url.pathname);
    if (file) {
      const caching = file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache';
      const common = {
        'Cache-Control': caching,
        ETag: file.etag,
        Vary: 'Accept-Encoding',
        'Content-Type': file.contentType,
      };
      if (headers.get('if-none-match') === file.etag) return reply.send(304, null, common);
      const [body, encoding] = encoded(file, headers.get('accept-encoding') ?? '');
      return reply.send(200, body, { ...common, ...encoding });
    }
    const page = await isPage(url.pathname);
    if (!page && !/\btext\/html\b/.test(headers.get('accept') ?? '')) return reply.error(nothing);
    context.env.route = page ? 'page' : 'no-page';
    const nonce = base64(crypto.getRandomValues(new Uint8Array(18)));
    return reply.send(page ? 200 : 404, files.index.replaceAll('__CSP_NONCE__', nonce), {
      ...pageHeaders(nonce),
      'Content-Type': 'text/html; charset=utf-8',
    });
  });
}
