import { readBody } from '../body.ts';
import { type Panel, type PanelApp, signedIn } from '../panel-context.ts';
import { PanelError } from '../reply.ts';

/** The longest page, 65,536 characters of up to four bytes, and the form around it. Source: CLB v1.0 developer guide, "Error page". */
const limit = 300 * 1024;

/**
 * Nothing in the page may run, load, be sent or leave its frame, whatever is written in it; only its own styles and pictures that stand in
 * it show. The panel's pages alone may frame it.
 */
const headers = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy':
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
  'X-Frame-Options': 'SAMEORIGIN',
};

/** `/panel/page-preview`: gives back the page that the form holds, to be looked at in a frame. Keeps nothing. */
export function pagePreviewRoutes(app: PanelApp, panel: Panel): void {
  app.post('/panel/page-preview', async (context) => {
    const { raw } = context.req;
    await signedIn(panel, raw.headers);
    const type = raw.headers.get('content-type') ?? '';
    if (!/^multipart\/form-data\s*;/i.test(type))
      throw new PanelError(415, 'content-type', 'The request’s Content-Type is not multipart/form-data. Send a form.');
    const body = await readBody(raw, limit);
    const form = await new Response(body, { headers: { 'content-type': type } }).formData().catch(() => null);
    const content = form?.get('content');
    if (typeof content !== 'string')
      throw new PanelError(400, 'invalid', 'The form has no field “content”, which is the page to look at.', {
        field: 'content',
      });
    return context.env.reply.send(200, content, headers);
  });
}
