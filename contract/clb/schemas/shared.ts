import { z } from '../../shared/zod.ts';

/** ISO 8601 in UTC to the second. Source: CLB v1.0 developer guide, "Date and time format". */
export const timestamp = z.iso.datetime({ offset: true }).meta({ examples: ['2031-05-02T17:20:11Z'] });

export const Link = z.object({ rel: z.enum(['next', 'previous']), href: z.string() });
