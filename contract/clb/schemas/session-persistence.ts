import { z } from '../../shared/zod.ts';
import { persistenceTypeNames } from '../persistence.ts';
import { says } from './fields.ts';
import { wrapped } from './request.ts';

/** Source: CLB v1.0 developer guide, "Session persistence". */
export const SessionPersistence = z.strictObject({
  persistenceType: z
    .enum(
      persistenceTypeNames,
      says('Must provide a persistence type.', 'Persistence type is invalid. Please specify a valid persistence type.'),
    )
    .meta({
      title: 'Persistence type',
      description: 'HTTP_COOKIE needs protocol HTTP, SOURCE_IP HTTP or HTTPS, SSL_ID HTTPS.',
    }),
});

export const sessionPersistenceRequests = {
  SessionPersistenceRequest: wrapped('sessionPersistence', SessionPersistence, { persistenceType: 'SOURCE_IP' }),
};

export const sessionPersistenceSchemas = {
  SessionPersistenceResponse: z
    .object({
      sessionPersistence: z.object({ persistenceType: z.string().optional() }).meta({
        description: 'An empty object when session persistence is disabled.',
      }),
    })
    .meta({ examples: [{ sessionPersistence: { persistenceType: 'SOURCE_IP' } }] }),
};
