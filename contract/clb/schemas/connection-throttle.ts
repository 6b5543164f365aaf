import { z } from '../../shared/zod.ts';
import { integer, rule } from './fields.ts';
import { wrapped } from './request.ts';

/** Only `maxConnections` has an effect; the others are stored and answered. Source: CLB v1.0 developer guide, "Throttle connections". */
export const ConnectionThrottle = z
  .strictObject({
    maxConnections: integer(1, 100_000, 'Must provide a valid maximum connections range.').optional().meta({
      title: 'Maximum connections',
      description: 'Connections that one client may hold at once. Needed for a new throttle.',
    }),
    minConnections: integer(0, 1000, 'Must provide a valid minimum connections range.')
      .optional()
      .meta({ title: 'Minimum connections', description: 'Deprecated; without effect.', default: 0 }),
    maxConnectionRate: integer(0, 100_000, 'Must provde a valid maximum connection rate range.')
      .optional()
      .meta({ title: 'Maximum connection rate', description: 'Deprecated; without effect.', default: 0 }),
    rateInterval: integer(1, 3600, 'Must provide a valid rate interval range.')
      .optional()
      .meta({ title: 'Rate interval', description: 'Seconds. Deprecated; without effect.', default: 1 }),
  })
  .check(
    rule<object>(
      (throttle) => Object.values(throttle).some((value) => value !== undefined),
      'You must provide at least one of the following: minConnections, maxConnections, maxConnectionRate, rateInterval.',
    ),
  );

const example = { maxConnections: 500, minConnections: 0, maxConnectionRate: 0, rateInterval: 1 };

export const connectionThrottleRequests = {
  ConnectionThrottleRequest: wrapped('connectionThrottle', ConnectionThrottle, example),
};

export const ConnectionThrottleShown = z.object({
  maxConnections: z.int(),
  minConnections: z.int(),
  maxConnectionRate: z.int(),
  rateInterval: z.int(),
});

export const connectionThrottleSchemas = {
  ConnectionThrottleResponse: z
    .object({
      connectionThrottle: ConnectionThrottleShown.partial().meta({
        description: 'An empty object when there is no throttle.',
      }),
    })
    .meta({ examples: [{ connectionThrottle: example }] }),
};
