import { z } from '../../shared/zod.ts';
import { says } from './fields.ts';
import { wrapped } from './request.ts';

/** Source: CLB v1.0 developer guide, "Content caching". */
export const ContentCaching = z.strictObject({
  enabled: z
    .boolean(says('Must specify whether content caching is enabled or not.'))
    .meta({ title: 'Enabled', description: 'Protocol HTTP only.' }),
});

export const contentCachingRequests = {
  ContentCachingRequest: wrapped('contentCaching', ContentCaching, { enabled: true }),
};

export const ContentCachingShown = z.object({ enabled: z.boolean() });

export const contentCachingSchemas = {
  ContentCachingResponse: z
    .object({ contentCaching: ContentCachingShown })
    .meta({ examples: [{ contentCaching: { enabled: false } }] }),
};
