import { z } from '../../shared/zod.ts';
import { retries } from '../limits.ts';
import { monitorTypes } from '../protocols.ts';
import {
  adminStateUp,
  changeable,
  choice,
  integer,
  name,
  optional,
  patterned,
  projectId,
  retry,
  tags,
  urlPath,
  uuid,
} from './fields.ts';
import { wrapped } from './request.ts';
import { common, links, project, references, settledStatus, stamps, text } from './shared.ts';

/** Source: Load-balancer API v2 reference, "Health Monitor". */
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'TRACE', 'OPTIONS', 'PATCH', 'CONNECT'] as const;

const required = {
  delay: integer(0, null, { title: 'Delay', description: 'Seconds between two checks; not less than the timeout.' }),
  timeout: integer(0, null, { title: 'Timeout', description: 'Seconds that a check may take.' }),
  max_retries: retry('Successes to come back', 'Checks in a row that bring a member back.'),
};

const settings = {
  name,
  admin_state_up: adminStateUp,
  max_retries_down: retry('Failures to go down', 'Checks in a row that take a member out.', retries.defaultDown),
  http_method: choice(methods, { title: 'HTTP method', description: 'HTTP and HTTPS only.', default: 'GET' }),
  url_path: urlPath({ title: 'Path', description: 'HTTP and HTTPS only.', default: '/' }),
  expected_codes: patterned(
    /^(\d{3}(\s*,\s*\d{3})*)$|^(\d{3}-\d{3})$/,
    '^(\\d{3}(\\s*,\\s*\\d{3})*)$|^(\\d{3}-\\d{3})$',
    64,
    {
      title: 'Expected codes',
      description: '200, 200,202 or 200-204; HTTP and HTTPS only.',
      default: '200',
    },
  ),
  http_version: z
    .union([z.literal(1), z.literal(1.1)])
    .meta({ title: 'HTTP version', description: '1.0 or 1.1. Since version 2.10.' }),
  domain_name: patterned(
    /^(?=.{1,253}\.?$)(?:(?!-|[^.]+_)[A-Za-z0-9-_]{1,63}(?<!-)(?:\.|$))+$/,
    '^(?=.{1,253}\\.?$)(?:(?!-|[^.]+_)[A-Za-z0-9-_]{1,63}(?<!-)(?:\\.|$))+$',
    255,
    { title: 'Host name', description: 'Sent as Host; needs HTTP version 1.1. Since version 2.10.' },
  ),
  tags,
};

const type = choice(monitorTypes, { title: 'Type', description: 'Cannot be changed later.' });
const notLonger = (monitor: {
  readonly delay?: number | null | undefined;
  readonly timeout?: number | null | undefined;
}) => typeof monitor.delay !== 'number' || typeof monitor.timeout !== 'number' || monitor.delay >= monitor.timeout;
const delayError = { error: 'The delay is not less than the timeout.' };

export const MonitorInTree = z.strictObject({ type, ...required, ...optional(settings) });

const HealthMonitorCreate = z
  .strictObject({
    pool_id: uuid({ title: 'Pool id' }),
    type,
    ...required,
    ...optional({ ...settings, project_id: projectId }),
  })
  .refine(notLonger, delayError);

const HealthMonitorUpdate = z
  .strictObject({ ...changeable(settings), ...optional({ ...required, admin_state_up: adminStateUp, tags }) })
  .refine(notLonger, delayError);

export const healthMonitorRequests = {
  HealthMonitorCreateRequest: wrapped('healthmonitor', 'health_monitor_', HealthMonitorCreate, {
    pool_id: '4029d267-3983-4224-a3d0-afb3fe16a2cd',
    type: 'HTTP',
    delay: 5,
    timeout: 3,
    max_retries: 2,
    url_path: '/health',
  }),
  HealthMonitorUpdateRequest: wrapped('healthmonitor', 'health_monitor_', HealthMonitorUpdate, { delay: 10 }),
};

const { description: _, ...shared } = common;
export const HealthMonitor = z.object({
  ...shared,
  type: z.string(),
  delay: z.int(),
  timeout: z.int(),
  max_retries: z.int(),
  max_retries_down: z.int(),
  http_method: text,
  url_path: text,
  expected_codes: text,
  pools: references,
  http_version: z.number().nullable().optional(),
  domain_name: text.optional(),
});

const example = {
  id: '8ed3c5ac-6efa-420c-bedb-99ba14e58db5',
  name: '',
  ...settledStatus,
  admin_state_up: true,
  type: 'HTTP',
  delay: 5,
  timeout: 3,
  max_retries: 2,
  max_retries_down: 3,
  http_method: 'GET',
  url_path: '/health',
  expected_codes: '200',
  project_id: project,
  pools: [{ id: '4029d267-3983-4224-a3d0-afb3fe16a2cd' }],
  ...stamps,
  tags: [],
};

export const healthMonitorSchemas = {
  HealthMonitor,
  HealthMonitorsResponse: z
    .object({ healthmonitors: z.array(HealthMonitor), healthmonitors_links: links })
    .meta({ examples: [{ healthmonitors: [example], healthmonitors_links: [] }] }),
  HealthMonitorResponse: z.object({ healthmonitor: HealthMonitor }).meta({ examples: [{ healthmonitor: example }] }),
};
