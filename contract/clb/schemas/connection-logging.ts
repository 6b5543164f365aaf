import { z } from '../../shared/zod.ts';
import { says } from './fields.ts';
import { wrapped } from './request.ts';

/** Source: CLB v1.0 developer guide, "Log connections". */
export const ConnectionLogging = z.strictObject({
  enabled: z.boolean(says('Must specify whether connection logging is enabled or not.')).meta({ title: 'Enabled' }),
});

export const connectionLoggingRequests = {
  ConnectionLoggingRequest: wrapped('connectionLogging', ConnectionLogging, { enabled: true }),
};

export const ConnectionLoggingShown = z.object({ enabled: z.boolean() });

export const connectionLoggingSchemas = {
  ConnectionLoggingResponse: z
    .object({ connectionLogging: ConnectionLoggingShown })
    .meta({ examples: [{ connectionLogging: { enabled: false } }] }),
};
