import { connectionThrottle } from '../../../../../contract/clb/operations/connection-throttle.ts';
import { ConnectionThrottle } from '../../../../../contract/clb/schemas/connection-throttle.ts';
import { z } from '../../../../../contract/shared/zod.ts';
import { count } from '../../../../model/format.ts';
import { writeRequest } from '../../write-request.ts';
import { editOf, formSchema, given, isSet, numberIn, readAs, sameJson, wireOf } from './form.ts';

type Throttle = z.infer<typeof ConnectionThrottle>;

/** What the service stores where nothing is sent. Source: CLB v1.0 developer guide, "Throttle connections". */
const defaults = { minConnections: 0, maxConnectionRate: 0, rateInterval: 1 };
const whole = (value: Throttle): Throttle => (isSet(value) ? { ...defaults, ...value } : value);

const Stored = z.strictObject({
  maxConnections: z.number().optional(),
  minConnections: z.number().optional(),
  maxConnectionRate: z.number().optional(),
  rateInterval: z.number().optional(),
});

/** Connection throttling: only the most connections has an effect; what is stored beside it is sent along, else the service would reset it. */
export const connectionThrottleEdit = editOf<Throttle>({
  name: 'connection-throttle',
  title: 'Edit Connection Throttling',
  noun: 'connection throttling',
  operations: ['connectionThrottle.set', 'connectionThrottle.delete'],
  valueIn: (details) => given(wireOf(details).connectionThrottle ?? {}),
  same: (a, b) => sameJson(whole(a), whole(b)),
  isOn: isSet,
  read: readAs(Stored),
  words: ({ maxConnections }) => {
    if (maxConnections === undefined) return 'Disabled';
    return maxConnections === 0 ? 'no limit' : `at most ${count(maxConnections, 'connection')} from one client`;
  },
  request: ({ region, id }, value) =>
    isSet(value)
      ? writeRequest(connectionThrottle, 'connectionThrottle.set', {
          region,
          params: { loadBalancerId: id },
          body: { connectionThrottle: value },
        })
      : writeRequest(connectionThrottle, 'connectionThrottle.delete', { region, params: { loadBalancerId: id } }),
  fields: ({ enabled }) => [
    { name: 'enabled', label: 'Limit the connections of one client', control: 'checkbox' },
    ...(enabled
      ? [
          {
            name: 'maxConnections',
            label: 'Maximum connections',
            help: 'How many one client may have open at once, 1 to 100,000.',
            control: 'number',
          } as const,
        ]
      : []),
  ],
  toForm: (value) => ({ enabled: isSet(value), maxConnections: String(value.maxConnections ?? '') }),
  schema: (before) =>
    formSchema<Throttle>(
      ConnectionThrottle,
      (values) => (values.enabled ? { ...before, maxConnections: numberIn(values, 'maxConnections') } : {}),
      (value) => (isSet(value) ? value : null),
    ),
  impact: (before, after) => ({
    sentences: !isSet(after)
      ? ['A client may open any number of connections again.']
      : [
          'Connections of one client beyond the limit are answered by the load balancer itself with 503; clients behind one NAT share the limit.',
          ...(isSet(before) ? [] : ['Connections that are open now stay.']),
        ],
    isGrave: isSet(after),
  }),
});
