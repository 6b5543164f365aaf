import { loadBalancers } from '../../../../../contract/clb/operations/load-balancers.ts';
import {
  allows,
  type PersistenceTypeName,
  persistenceTypeNames,
  persistenceTypes,
} from '../../../../../contract/clb/persistence.ts';
import { algorithms, protocolNames, protocols } from '../../../../../contract/clb/protocols.ts';
import { loadBalancerRequests } from '../../../../../contract/clb/schemas/load-balancers.ts';
import { persistenceLabel } from '../../../../../contract/shared/persistence-words.ts';
import { z } from '../../../../../contract/shared/zod.ts';
import type { Issue } from '../../../../model/fields-schema.ts';
import { enumWords } from '../../../../model/format.ts';
import type { LoadBalancerDetails } from '../../../../model/load-balancer.ts';
import { enabled, persistenceType } from '../../../../model/persistence.ts';
import { writeRequest } from '../../write-request.ts';
import { editOf, formSchema, numberIn, readAs, textIn, wireOf } from './form.ts';
import { monitorsOf } from './misfits.ts';

interface Settings {
  readonly name: string;
  readonly algorithm: string;
  readonly protocol: string;
  readonly port: number;
  readonly timeout: number;
  readonly halfClosed: boolean;
}

const Stored = z.object({
  name: z.string(),
  algorithm: z.string(),
  protocol: z.string(),
  port: z.number(),
  timeout: z.number(),
  halfClosed: z.boolean(),
});

/** Only what differs is sent; with another protocol the port, too, which the service would else choose. */
const changed = (before: Settings, after: Settings): Partial<Settings> =>
  Object.fromEntries(
    Object.entries(after).filter(
      ([name, value]) =>
        before[name as keyof Settings] !== value || (name === 'port' && before.protocol !== after.protocol),
    ),
  );

const portOf = (protocol: string): number =>
  Object.hasOwn(protocols, protocol) ? protocols[protocol as keyof typeof protocols].port : 0;

/** Whether the type is still set after the protocol has changed. Source: CLB v1.0 developer guide, "Session persistence"; docs/region.md. */
const survives = (type: string | null, protocol: string): boolean =>
  type === 'SOURCE_IP' && protocol !== 'HTTP' && protocol !== 'HTTPS';

/** The type that fits the protocol and comes nearest to the one that was set; null where none does. */
function nearestFit(type: string | null, protocol: string): PersistenceTypeName | null {
  if (type === null) return null;
  if (allows(type, protocol)) return type as PersistenceTypeName;
  return persistenceTypeNames.find((each) => each !== 'SSL_ID' && allows(each, protocol)) ?? null;
}

function protocolSentences(before: Settings, after: Settings, details: LoadBalancerDetails): readonly string[] {
  if (before.protocol === after.protocol) return [];
  const type = details.subjects[0] ? persistenceType(details.subjects[0].persistence) : null;
  const nearest = nearestFit(type, after.protocol);
  return [
    ...(type !== null && !survives(type, after.protocol)
      ? [
          `The service disables session persistence (${persistenceLabel(type)}) with this change, without a word: the next request of each client may go to any node. ${
            nearest === null
              ? `No type fits protocol ${after.protocol}.`
              : `${persistenceTypes[nearest].label} fits protocol ${after.protocol}.`
          }`,
        ]
      : []),
    ...(before.protocol === 'HTTP' ? ['A page of your own under Error Page is removed.'] : []),
    'Connections that are open now are cut. A revert sets the former protocol again; what went with it does not come back by itself.',
  ];
}

/** What is configured and does not fit the protocol that it is to have. Source: CLB v1.0 developer guide, "Update load balancer". */
function inTheWay(protocol: string, details: LoadBalancerDetails): readonly Issue[] {
  const monitor = wireOf(details).healthMonitor?.type;
  const said = [
    details.contentCaching && protocol !== 'HTTP'
      ? 'Disable Content Caching first: it is for protocol HTTP alone.'
      : null,
    monitor && !monitorsOf(protocol).includes(monitor)
      ? `Change Health Monitoring first: ${monitor} does not fit protocol ${protocol}.`
      : null,
  ].filter((words) => words !== null);
  return said.length > 0 ? [{ path: ['protocol'], message: said.join(' ') }] : [];
}

/** Name, algorithm, protocol, port, timeout and half-closed. Source: CLB v1.0 developer guide, "Update load balancer". */
export const loadBalancerEdit = editOf<Settings>({
  name: 'edit',
  title: 'Edit load balancer',
  noun: 'configuration',
  operations: ['loadBalancers.update'],
  touchesStickiness: true,
  valueIn(details) {
    const { name, algorithm, protocol, port, timeout, halfClosed } = wireOf(details);
    return {
      name: name ?? '',
      algorithm: algorithm ?? '',
      protocol: protocol ?? '',
      port: port ?? 0,
      timeout: timeout ?? 30,
      halfClosed: halfClosed ?? false,
    };
  },
  read: readAs(Stored),
  within: (value, before, after) => ({
    ...after,
    ...Object.fromEntries(Object.keys(changed(before, after)).map((name) => [name, value[name as keyof Settings]])),
  }),
  words: ({ name, algorithm, protocol, port, timeout, halfClosed }) =>
    `${name}, ${protocol} ${port}, ${enumWords(algorithm)}, ${timeout} s${halfClosed ? ', half closed' : ''}`,
  request: ({ region, id }, after, before) =>
    writeRequest(loadBalancers, 'loadBalancers.update', {
      region,
      params: { loadBalancerId: id },
      body: { loadBalancer: changed(before, after) },
    }),
  fields: ({ protocol }, { sslTermination, httpsRedirect }) => [
    { name: 'name', label: 'Name', control: 'text' },
    {
      name: 'algorithm',
      label: 'Algorithm',
      control: 'select',
      choices: algorithms.map((value) => ({ value, label: enumWords(value) })),
    },
    {
      name: 'protocol',
      label: 'Protocol',
      control: 'select',
      choices: protocolNames.map((value) => ({ value, label: value })),
      off: sslTermination
        ? 'The protocol cannot change while Secure Traffic (SSL) is configured, even if it is off.'
        : null,
    },
    {
      name: 'port',
      label: 'Port',
      help:
        portOf(String(protocol)) === 0
          ? 'This protocol has no port of its own.'
          : `Usually ${portOf(String(protocol))}.`,
      control: 'number',
      off: httpsRedirect && sslTermination ? 'The port cannot change while HTTPS Redirect is on.' : null,
    },
    { name: 'timeout', label: 'Timeout', help: 'Seconds that a node may stay silent, 30 to 120.', control: 'number' },
    ...(protocol === 'TCP' || protocol === 'TCP_CLIENT_FIRST'
      ? [
          {
            name: 'halfClosed',
            label: 'Half closed',
            help: 'One side may end its half of a connection and still read.',
            control: 'checkbox',
          } as const,
        ]
      : []),
  ],
  toForm: ({ name, algorithm, protocol, port, timeout, halfClosed }) => ({
    name,
    algorithm,
    protocol,
    port: String(port),
    timeout: String(timeout),
    halfClosed,
  }),
  schema: (before, details) =>
    formSchema<Settings>(
      loadBalancerRequests.LoadBalancerUpdateRequest.value,
      (values) => ({
        name: textIn(values, 'name', before.name),
        algorithm: String(values.algorithm),
        protocol: String(values.protocol),
        port: numberIn(values, 'port'),
        timeout: numberIn(values, 'timeout'),
        halfClosed: /^TCP(_CLIENT_FIRST)?$/.test(String(values.protocol)) && values.halfClosed === true,
      }),
      (after) => {
        const body = changed(before, after);
        return Object.keys(body).length === 0 ? null : body;
      },
      (after) => (before.protocol === after.protocol ? [] : inTheWay(after.protocol, details)),
    ),
  impact: (before, after, details) => {
    const ofProtocol = protocolSentences(before, after, details);
    const others = [
      ...(before.port !== after.port
        ? [`Clients have to come to port ${after.port}; port ${before.port} stops answering.`]
        : []),
      ...(before.algorithm !== after.algorithm
        ? ['New clients are spread anew; those that session persistence keeps stay on their node.']
        : []),
      ...(before.timeout !== after.timeout ? ['The timeout holds for connections from now on.'] : []),
    ];
    return {
      sentences: ofProtocol.length + others.length > 0 ? [...ofProtocol, ...others] : ['Traffic is not touched.'],
      isGrave: ofProtocol.length > 0 || before.port !== after.port,
    };
  },
  thenPersistence(before, after, { subjects: [own] }) {
    const type = own ? persistenceType(own.persistence) : null;
    if (before.protocol === after.protocol || survives(type, after.protocol)) return null;
    const nearest = nearestFit(type, after.protocol);
    return nearest && enabled(nearest);
  },
});
