import { z } from '../../shared/zod.ts';
import { operatingStatuses, provisioningStatuses } from '../statuses.ts';

/** Parts that answers share. Source: Load-balancer API v2 reference. */

/** Octavia writes times without a zone; they are UTC. Fractions of a second only where the database keeps them. */
export const timestamp = z.string().meta({ description: 'UTC, without a zone.', examples: ['2031-05-02T17:20:11'] });

export const Reference = z.object({ id: z.string() });
export const references = z.array(Reference);

export const Link = z.object({ rel: z.enum(['next', 'previous']), href: z.string() });
export const links = z.array(Link).optional().meta({
  description: 'A next link means that there may be more; its address may be one that only the cloud itself reaches.',
});

const known = <const Values extends readonly string[]>(values: Values) =>
  z.string().meta({ description: `One of ${values.join(', ')}; others are possible.` });

/** What every object of a load balancer has in answers. */
export const common = {
  id: z.string(),
  name: z.string(),
  description: z.string().optional(),
  provisioning_status: known(provisioningStatuses),
  operating_status: known(operatingStatuses),
  admin_state_up: z.boolean(),
  project_id: z.string(),
  tenant_id: z.string().optional().meta({ description: 'Old name of the project id.' }),
  created_at: timestamp,
  updated_at: timestamp.nullable(),
  tags: z.array(z.string()).optional(),
};

export const text = z.string().nullable();
export const since = <Field extends z.ZodType>(field: Field) => field.optional();
export const id = '607226db-27ef-4d41-ae89-f2a800e9c2db';
export const stamps = { created_at: '2031-05-02T17:20:11', updated_at: '2031-05-02T17:20:13' };
export const settledStatus = { provisioning_status: 'ACTIVE', operating_status: 'ONLINE' };
export const project = 'e3cd678b11784734bc366148aa37580e';
