import { healthMonitor } from '../../../../../contract/clb/operations/health-monitor.ts';
import {
  type HealthMonitor,
  HealthMonitorNew,
  monitorTypes,
} from '../../../../../contract/clb/schemas/health-monitor.ts';
import { z } from '../../../../../contract/shared/zod.ts';
import type { EditField, FormValues } from '../../edit.ts';
import { writeRequest } from '../../write-request.ts';
import { editOf, formSchema, given, isSet, numberIn, readAs, wireOf, wordsIn } from './form.ts';
import { monitorsOf } from './misfits.ts';

type Monitor = z.infer<typeof HealthMonitor>;
type Stored = Partial<Monitor>;

/** Whatever is stored beside the type is kept; nothing at all is a monitor that is off. */
const Recorded = z.union([z.strictObject({}), z.looseObject({ type: z.string() })]);

/** Fields of a check by HTTP. */
const requestFields: readonly EditField[] = [
  { name: 'path', label: 'Path', help: 'Begins with a slash.', control: 'text' },
  {
    name: 'statusRegex',
    label: 'Status regex',
    help: 'Status codes that count as well, such as ^[23]..$.',
    control: 'text',
  },
  {
    name: 'bodyRegex',
    label: 'Body regex',
    help: 'Optional; looked for in the first 2,048 bytes of the answer.',
    control: 'text',
  },
  {
    name: 'hostHeader',
    label: 'Host header',
    help: 'Optional: the host name that the check asks for.',
    control: 'text',
  },
];

const timing: readonly EditField[] = [
  { name: 'delay', label: 'Delay', help: 'Seconds between checks, 1 to 3,600.', control: 'number' },
  { name: 'timeout', label: 'Timeout', help: 'Seconds that a node has to answer, 1 to 300.', control: 'number' },
  {
    name: 'attemptsBeforeDeactivation',
    label: 'Attempts before deactivation',
    help: 'Failed checks until a node is OFFLINE, 1 to 10.',
    control: 'number',
  },
];

/** The fields of a monitor of a load balancer of that protocol. `label`: of the first, which says what kind it is. */
export const monitorFields = ({ type }: FormValues, protocol: string, label: string): readonly EditField[] => [
  {
    name: 'type',
    label,
    control: 'select',
    choices: [
      { value: '', label: 'Disabled' },
      ...monitorTypes.map((each) => ({
        value: each,
        label: each,
        misfit: monitorsOf(protocol).includes(each) ? null : `${each} does not fit protocol ${protocol}.`,
      })),
    ],
  },
  ...(type ? timing : []),
  ...(type === 'HTTP' || type === 'HTTPS' ? requestFields : []),
];

export const monitorToForm = (value: Stored): FormValues => ({
  type: value.type ?? '',
  delay: String(value.delay ?? 10),
  timeout: String(value.timeout ?? 5),
  attemptsBeforeDeactivation: String(value.attemptsBeforeDeactivation ?? 2),
  path: value.path ?? '/',
  statusRegex: value.statusRegex ?? '^[23]..$',
  bodyRegex: value.bodyRegex ?? '',
  hostHeader: value.hostHeader ?? '',
});

/** The monitor that the form holds; nothing where it is off. `before`: the one that is set. */
export function monitorIn(values: FormValues, before: Stored = {}): Stored {
  const type = String(values.type ?? '');
  if (type === '') return {};
  const shared = {
    type: type as Monitor['type'],
    delay: numberIn(values, 'delay'),
    timeout: numberIn(values, 'timeout'),
    attemptsBeforeDeactivation: numberIn(values, 'attemptsBeforeDeactivation'),
  };
  if (type === 'CONNECT') return shared;
  return given({
    ...shared,
    path: wordsIn(values, 'path', before.path),
    statusRegex: wordsIn(values, 'statusRegex', before.statusRegex),
    bodyRegex: wordsIn(values, 'bodyRegex', before.bodyRegex),
    hostHeader: wordsIn(values, 'hostHeader', before.hostHeader),
  }) as Stored;
}

/** Source: CLB v1.0 developer guide, "Monitors". A form holds the whole monitor, so a new one's rules hold for each. */
export const healthMonitorEdit = editOf<Stored>({
  name: 'health-monitor',
  title: 'Edit Health Monitoring',
  noun: 'health monitoring',
  operations: ['healthMonitor.set', 'healthMonitor.delete'],
  valueIn: (details) => given(wireOf(details).healthMonitor ?? {}) as Stored,
  isOn: isSet,
  read: readAs(Recorded),
  touchesStickiness: true,
  words: ({ type, path, delay }) =>
    type === undefined ? 'Disabled' : `${type}${path ? ` ${path}` : ''} every ${delay ?? '?'} s`,
  request: ({ region, id }, value) =>
    isSet(value)
      ? writeRequest(healthMonitor, 'healthMonitor.set', {
          region,
          params: { loadBalancerId: id },
          body: { healthMonitor: value },
        })
      : writeRequest(healthMonitor, 'healthMonitor.delete', { region, params: { loadBalancerId: id } }),
  fields: (values, { protocol }) => monitorFields(values, protocol, 'Type'),
  toForm: monitorToForm,
  schema: (before) =>
    formSchema<Stored>(
      HealthMonitorNew,
      (values) => monitorIn(values, before),
      (value) => (isSet(value) ? value : null),
    ),
  impact: (before, after, { nodes }) => {
    const secondary = nodes?.some(({ type, condition }) => type === 'SECONDARY' && condition === 'ENABLED');
    return {
      sentences: isSet(after)
        ? [
            'Nodes that fail the check are taken out of rotation, and clients that session persistence keeps on them move to another node.',
          ]
        : [
            'The service checks only whether a node listens on its port: one that answers badly gets traffic again.',
            ...(secondary
              ? ['SECONDARY nodes need health monitoring: while one is ENABLED, the service refuses this.']
              : []),
          ],
      isGrave: !isSet(after) || isSet(before),
    };
  },
});
