import { z } from '../../shared/zod.ts';
import { text } from './fields.ts';
import { wrapped } from './request.ts';

const example = '<html><body><h1>Back soon</h1></body></html>';

/** Source: CLB v1.0 developer guide, "Error page". */
const ErrorPage = z.strictObject({
  content: text(
    65_536,
    'You must provide Content to set ErrorPage',
    'Your content length must be less than 65536 bytes\n',
  ).meta({ title: 'Content', description: 'HTML that visitors see when no node can answer. Protocol HTTP only.' }),
});

export const errorPageRequests = { ErrorPageRequest: wrapped('errorpage', ErrorPage, { content: example }) };

export const errorPageSchemas = {
  ErrorPageResponse: z
    .object({ errorpage: z.object({ content: z.string() }) })
    .meta({ examples: [{ errorpage: { content: example } }] }),
};
