import { z } from '../../shared/zod.ts';
import { integer, isHostName, isIp, refused, rule, says } from './fields.ts';
import { wrapped } from './request.ts';

export const monitorTypes = ['CONNECT', 'HTTP', 'HTTPS'] as const;

const isRegex = (pattern: string) => {
  try {
    new RegExp(pattern);
    return true;
  } catch {
    return false;
  }
};
const regex = (field: string, name: string) =>
  z
    .string()
    .max(128, { error: `${field} can not exceed 128 characters.` })
    .refine(isRegex, { error: `Must provide a valid ${name} regex` });

const range = (name: string, maximum: number) =>
  integer(1, maximum, `Must specify valid ${name} range between 1 and ${maximum}.`);

interface Draft {
  type?: unknown;
  [field: string]: unknown;
}

/** A CONNECT monitor has none of the fields of an HTTP request. */
const notForConnect = (field: string, message: string) =>
  rule<Draft>((monitor) => monitor.type !== 'CONNECT' || monitor[field] === undefined, message, field);
const onlyHttp = (thing: string) =>
  `A connect health monitor may not have a ${thing}. Use HTTP/HTTPS health monitor instead.`;

/** What is missing on PUT may be stored already: the region tells (faults.HM400). Source: CLB v1.0 developer guide, "Monitors". */
export const HealthMonitor = z
  .strictObject({
    type: z.enum(monitorTypes, says('Must provide a type for the health monitor.')).meta({
      title: 'Type',
      description: 'HTTP needs protocol HTTP, HTTPS protocol HTTPS; CONNECT fits all but UDP.',
    }),
    delay: range('delay', 3600)
      .optional()
      .meta({ title: 'Delay', description: 'Seconds between checks. Needed for a new monitor.', default: 10 }),
    timeout: range('timeout', 300).optional().meta({
      title: 'Timeout',
      description: 'Seconds that a node has to answer. Needed for a new monitor.',
      default: 5,
    }),
    attemptsBeforeDeactivation: range('attempts before deactivation', 10).optional().meta({
      title: 'Attempts before deactivation',
      description: 'Failed checks until a node is OFFLINE. Needed for a new monitor.',
      default: 2,
    }),
    path: z
      .string()
      .max(128, { error: 'path can not exceed 128 characters.' })
      .startsWith('/', { error: 'Must provide a forward slash(/) as the beginning of the path.' })
      .optional()
      .meta({ title: 'Path', description: 'Needed with HTTP and HTTPS on every change.' }),
    statusRegex: regex('statusRegex', 'status').optional().meta({
      title: 'Status regex',
      description: 'Which status codes count as well. Needed for a new HTTP or HTTPS monitor.',
    }),
    bodyRegex: regex('bodyRegex', 'body')
      .optional()
      .meta({ title: 'Body regex', description: 'Looked for in the first 2048 bytes of the answer.' }),
    hostHeader: z
      .string()
      .max(256, { error: 'Host Header field cannot exceed 256 characters' })
      .refine((host) => isIp(host) || isHostName(host), { error: 'Must provide a valid host header name.' })
      .optional()
      .meta({ title: 'Host header', description: 'Host name that the check asks for.' }),
    id: refused('Health monitor id field cannot be modified.', z.int()),
  })
  .check(
    notForConnect('path', onlyHttp('path')),
    notForConnect('bodyRegex', onlyHttp('body regex')),
    notForConnect('statusRegex', onlyHttp('status regex')),
    notForConnect('hostHeader', 'Host Header is not supported for CONNECT based health monitors.'),
  );

const needed = (field: string, message: string, when: (monitor: Draft) => boolean = () => true) =>
  rule<Draft>((monitor) => !when(monitor) || monitor[field] !== undefined, message, field);
const asksByHttp = ({ type }: Draft) => type === 'HTTP' || type === 'HTTPS';

/** Inside a new load balancer there is nothing stored to fall back on. */
export const HealthMonitorNew = HealthMonitor.check(
  needed('delay', 'Must provide delay for the health monitor.'),
  needed('timeout', 'Must provide timeout for the health monitor.'),
  needed('attemptsBeforeDeactivation', 'Must provide attempts before deactivation for the health monitor.'),
  needed('path', 'Must provide a valid path for the health monitor.', asksByHttp),
  needed('statusRegex', 'Must provide a status regex for the health monitor.', asksByHttp),
);

const example = { type: 'CONNECT', delay: 10, timeout: 5, attemptsBeforeDeactivation: 2 } as const;

export const healthMonitorRequests = {
  HealthMonitorRequest: wrapped('healthMonitor', HealthMonitor, example),
};

export const HealthMonitorShown = z.object({
  type: z.enum(monitorTypes),
  delay: z.int(),
  timeout: z.int(),
  attemptsBeforeDeactivation: z.int(),
  path: z.string().optional(),
  statusRegex: z.string().optional(),
  bodyRegex: z.string().optional(),
  hostHeader: z.string().optional(),
});

export const healthMonitorSchemas = {
  HealthMonitorResponse: z
    .object({
      healthMonitor: HealthMonitorShown.partial().meta({ description: 'An empty object when there is no monitor.' }),
    })
    .meta({ examples: [{ healthMonitor: example }] }),
};
