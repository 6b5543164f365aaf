import { loadBalancers } from '../../../../../contract/clb/operations/load-balancers.ts';
import { allows, persistenceTypeNames, persistenceTypes } from '../../../../../contract/clb/persistence.ts';
import { algorithms, protocolNames } from '../../../../../contract/clb/protocols.ts';
import { rightFor } from '../../../../../contract/clb/roles.ts';
import { loadBalancerRequests } from '../../../../../contract/clb/schemas/load-balancers.ts';
import type { z } from '../../../../../contract/shared/zod.ts';
import type { FieldsSchema, Issue } from '../../../../model/fields-schema.ts';
import { count, enumWords } from '../../../../model/format.ts';
import { hostAndPort } from '../../../../model/host-and-port.ts';
import type { LoadBalancer } from '../../../../model/load-balancer.ts';
import { type Persistence, persistenceType } from '../../../../model/persistence.ts';
import type { Creation } from '../../creation.ts';
import type { FormValues } from '../../edit.ts';
import { writeRequest } from '../../write-request.ts';
import { brokenIn, isSet, linesIn, numberIn, textIn, wordsIn } from '../edits/form.ts';
import { monitorFields, monitorIn, monitorToForm } from '../edits/health-monitor.ts';
import { nodesIn, wordsOf } from '../edits/nodes.ts';
import { list } from '../reads.ts';
import { missingRight } from '../rules.ts';
import {
  addressesToShare,
  addressOf,
  addressWords,
  newAddresses,
  type Offered,
  portOf,
  portText,
  sharedAddresses,
} from './addresses.ts';

const contract = loadBalancerRequests.LoadBalancerCreateRequest.value;
type Body = z.infer<typeof contract>;

interface Asked {
  readonly body: Body;
}

async function everyRow(region: string, signal?: AbortSignal): Promise<readonly LoadBalancer[]> {
  const rows: LoadBalancer[] = [];
  let cursor: string | null = null;
  do {
    const page = await list(region, { cursor, signal });
    rows.push(...page.rows);
    cursor = page.next;
  } while (cursor !== null);
  return rows;
}

function bodyOf(values: FormValues): Body {
  const port = textIn(values, 'port');
  const persistence = String(values.persistence ?? '');
  const monitor = monitorIn(values);
  const { nodes } = nodesIn(linesIn(values, 'nodes'));
  return {
    name: wordsIn(values, 'name'),
    protocol: values.protocol as Body['protocol'],
    ...(port === '' ? {} : { port: numberIn(values, 'port') }),
    algorithm: values.algorithm as Body['algorithm'] & string,
    virtualIps: [addressOf(String(values.virtualIp))],
    ...(nodes.length === 0
      ? {}
      : { nodes: nodes.map((node) => ({ ...node, condition: 'ENABLED' as const, type: 'PRIMARY' as const })) }),
    ...(persistence === '' ? {} : { sessionPersistence: { persistenceType: persistence } }),
    ...(isSet(monitor) ? { healthMonitor: monitor } : {}),
  } as Body;
}

/** The field that something of the body comes from. */
function fieldOf(path: readonly PropertyKey[]): PropertyKey {
  const [first = '', second = 'type'] = path;
  if (first === 'virtualIps') return 'virtualIp';
  if (first === 'sessionPersistence') return 'persistence';
  return first === 'healthMonitor' ? second : first;
}

/** What the contract cannot see in the body: what was typed and did not get there, and what does not fit the protocol. */
function otherIssues(values: FormValues, { protocol }: Body, offered: Offered | null): readonly Issue[] {
  const { problem } = nodesIn(linesIn(values, 'nodes'));
  const persistence = String(values.persistence ?? '');
  const address = sharedAddresses(offered, values).find(({ value }) => value === values.virtualIp);
  const monitor = monitorFields(values, protocol, '')[0]?.choices?.find(({ value }) => value === values.type);
  const issues = [
    ['nodes', problem],
    ['port', textIn(values, 'port') === '' && portOf(protocol) === 0 ? `Protocol ${protocol} needs a port.` : null],
    ['virtualIp', address?.misfit],
    ['type', monitor?.misfit],
    [
      'persistence',
      persistence !== '' && !allows(persistence, protocol)
        ? `${persistenceTypes[persistence as keyof typeof persistenceTypes].label} does not fit protocol ${protocol}.`
        : null,
    ],
  ] as const;
  return issues.flatMap(([name, message]) => (message ? [{ path: [name], message }] : []));
}

const schema = (offered: Offered | null): FieldsSchema<Asked> => ({
  '~standard': {
    version: 1,
    vendor: 'holdfast',
    validate(given) {
      const values = given as FormValues;
      const body = bodyOf(values);
      const judged = contract.safeParse(body);
      const said = judged.success ? [] : judged.error.issues;
      const ofNodes = said.filter(({ path }) => path[0] === 'nodes');
      const issues = [
        ...brokenIn(values),
        ...otherIssues(values, body, offered),
        ...said
          .filter(({ path }) => path[0] !== 'nodes')
          .map(({ message, path }) => ({ message, path: [fieldOf(path)] })),
        ...(ofNodes.length === 0
          ? []
          : [
              {
                path: ['nodes'],
                message: wordsOf(
                  ofNodes.map(({ message, path }) => ({ message, path: path.slice(1) })),
                  nodesIn(linesIn(values, 'nodes')).nodes,
                ),
              },
            ]),
      ];
      // One sentence a field is enough.
      const first = new Map(issues.map((issue) => [issue.path?.[0], issue] as const).toReversed());
      return first.size > 0 ? { issues: [...first.values()] } : { value: { body } };
    },
  },
});

/** Source: CLB v1.0 developer guide, "Create load balancer". */
export const creation: Creation<Offered, Asked> = {
  offered: everyRow,
  initial: {
    name: '',
    protocol: 'HTTP',
    port: portText('HTTP'),
    algorithm: 'ROUND_ROBIN',
    virtualIp: 'PUBLIC',
    nodes: '',
    persistence: '',
    ...monitorToForm({}),
  },
  sections: (values, offered) => {
    const protocol = String(values.protocol);
    return [
      { title: 'Basics', fields: [{ name: 'name', label: 'Name', help: 'Up to 128 characters.', control: 'text' }] },
      {
        title: 'Traffic',
        fields: [
          {
            name: 'protocol',
            label: 'Protocol',
            control: 'select',
            choices: protocolNames.map((value) => ({ value, label: value })),
          },
          {
            name: 'port',
            label: 'Port',
            help: portOf(protocol) === 0 ? `${protocol} has no usual port.` : `Usually ${portOf(protocol)}.`,
            control: 'number',
          },
          {
            name: 'virtualIp',
            label: 'Virtual IP',
            control: 'select',
            choices: [...newAddresses, ...addressesToShare(offered, values)],
          },
        ],
      },
      {
        title: 'Back end',
        fields: [
          {
            name: 'algorithm',
            label: 'Algorithm',
            control: 'select',
            choices: algorithms.map((value) => ({ value, label: enumWords(value) })),
          },
          {
            name: 'nodes',
            label: 'Nodes',
            help: 'One address:port a line, such as 10.20.4.6:8080 or [2001:db8::6]:8080. Nodes can be added later, too.',
            control: 'area',
            rows: 5,
          },
        ],
      },
      {
        title: 'Session persistence',
        fields: [
          {
            name: 'persistence',
            label: 'Session Persistence',
            control: 'select',
            choices: [
              { value: '', label: 'Disabled' },
              ...persistenceTypeNames.map((value) => ({
                value,
                label: persistenceTypes[value].label,
                misfit: allows(value, protocol)
                  ? null
                  : `${persistenceTypes[value].label} does not fit protocol ${protocol}.`,
              })),
            ],
          },
        ],
      },
      { title: 'Health', fields: monitorFields(values, protocol, 'Health monitor') },
    ];
  },
  following(before, after) {
    if (before.protocol === after.protocol || String(before.port) !== portText(String(before.protocol))) return after;
    return { ...after, port: portText(String(after.protocol)) };
  },
  schema,
  nameOf: ({ body }) => body.name,
  summary: ({ body }, offered) => [
    ['Name', body.name],
    ['Answers', `${body.protocol} on port ${body.port ?? portOf(body.protocol)}`],
    ['Virtual IP', addressWords(body.virtualIps[0], offered)],
    ['Algorithm', enumWords(body.algorithm ?? 'RANDOM')],
    [
      'Nodes',
      body.nodes && body.nodes.length > 0
        ? body.nodes.map(({ address, port }) => hostAndPort(address, port)).join(', ')
        : 'None: every request is answered with an error until there is one',
    ],
    [
      'Session Persistence',
      body.sessionPersistence?.persistenceType
        ? persistenceTypes[body.sessionPersistence.persistenceType].label
        : 'Disabled',
    ],
    [
      'Health',
      body.healthMonitor
        ? `${body.healthMonitor.type} every ${body.healthMonitor.delay} s`
        : 'The service’s own check of the port',
    ],
  ],
  impact: ({ body }) => [
    `It takes traffic, and is charged for, as soon as it is ACTIVE${
      body.nodes && body.nodes.length > 0 ? `, and spreads it over ${count(body.nodes.length, 'node')}` : ''
    }.`,
  ],
  request: (region, { body }) =>
    writeRequest(loadBalancers, 'loadBalancers.create', { region, params: {}, body: { loadBalancer: body } }),
  missingRight: (session) => missingRight(session, rightFor('POST')),
  recorded: ({ body }) => JSON.stringify(body),
  idIn({ text }) {
    try {
      const { loadBalancer } = JSON.parse(text) as { loadBalancer?: { id?: unknown } };
      return typeof loadBalancer?.id === 'number' ? String(loadBalancer.id) : null;
    } catch {
      return null;
    }
  },
  async newOnes(region, name, before) {
    const known = new Set(before?.map(({ id }) => id));
    return (await everyRow(region)).filter((row) => row.name === name && !known.has(row.id));
  },
  difference({ body }, details) {
    const wanted: Persistence['state'] = body.sessionPersistence ? 'enabled' : 'disabled';
    const own = details.subjects[0]?.persistence;
    const differs = [
      details.name !== body.name && 'its name',
      details.protocol !== body.protocol && 'its protocol',
      body.port !== undefined && details.port !== body.port && 'its port',
      (own === undefined
        ? wanted === 'enabled'
        : persistenceType(own) !== (body.sessionPersistence?.persistenceType ?? null)) && 'session persistence',
      (details.nodes?.length ?? 0) !== (body.nodes?.length ?? 0) && 'its nodes',
    ].filter(Boolean);
    return differs.length === 0 ? null : `Not as asked for: ${differs.join(', ')}.`;
  },
  hasPersistence: ({ body }) => body.sessionPersistence !== undefined,
};
