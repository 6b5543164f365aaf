import { nodes } from '../../../../../contract/clb/operations/nodes.ts';
import { type NodeNew, nodeRequests } from '../../../../../contract/clb/schemas/nodes.ts';
import { nodeConditions, nodeTypes } from '../../../../../contract/clb/statuses.ts';
import { canonicalAddress, comparableAddress } from '../../../../../contract/shared/address.ts';
import { z } from '../../../../../contract/shared/zod.ts';
import { count, enumWords } from '../../../../model/format.ts';
import { hostAndPort } from '../../../../model/host-and-port.ts';
import type { LoadBalancerDetails, Node } from '../../../../model/load-balancer.ts';
import { persistenceType, persistenceWords } from '../../../../model/persistence.ts';
import type { EditField, FormValues } from '../../edit.ts';
import { writeRequest } from '../../write-request.ts';
import { editOf, formSchema, given, linesIn, numberIn, readAs, textIn } from './form.ts';
import { misfitOf, mostNodes } from './misfits.ts';

const called = ({ address, port }: Pick<Node, 'address' | 'port'>): string => hostAndPort(address, port);

/** What session persistence does with the clients of a node that goes; null where it is off. */
function clientsOf({ subjects: [own] }: LoadBalancerDetails): string | null {
  return own && persistenceType(own.persistence) !== null
    ? `Clients that session persistence (${persistenceWords(own.persistence)}) keeps on it move to another node with their next request and lose what only this node knows of them.`
    : null;
}

/** That a load balancer without an enabled node answers nothing; null while another one is left. */
const lastOne = ({ nodes: all }: LoadBalancerDetails, id: string): string | null =>
  (all ?? []).some((node) => node.id !== id && node.condition === 'ENABLED')
    ? null
    : 'It is the last ENABLED node: one must stay, or every request is answered with an error.';

/** What of a node can be changed. */
interface Settings {
  readonly condition: string;
  readonly type: string;
  readonly weight: number | null;
}

const Stored = z.object({ condition: z.string(), type: z.string(), weight: z.number().nullable() });

const settingsOf = ({ condition, type, weight }: Node): Settings => ({ condition, type, weight });
const nodeIn = ({ nodes: all }: LoadBalancerDetails, id: string): Node | undefined =>
  all?.find((node) => node.id === id);

const changed = (before: Settings, after: Settings): Partial<Settings> =>
  Object.fromEntries(Object.entries(after).filter(([name, value]) => before[name as keyof Settings] !== value));

const conditionWords: Readonly<Record<string, string>> = {
  ENABLED: 'The node gets new clients.',
  DISABLED:
    'Connections to the node are cut, and it gets no client, not even one that session persistence keeps on it.',
  DRAINING: 'The node gets no new client; those that session persistence keeps on it, and open connections, stay.',
};

/** Answers show a weight only where the algorithm uses it: what is set elsewhere could not be proven. */
const weightMisfit = ({ algorithm }: LoadBalancerDetails, weight: FormValues[string] | undefined): string | null =>
  algorithm.startsWith('WEIGHTED') || weight !== ''
    ? null
    : `Weight counts with a weighted algorithm only; this load balancer has ${enumWords(algorithm)}.`;

/** Condition, type and weight of one node. Source: CLB v1.0 developer guide, "Nodes". */
export const nodeEdit = (nodeId: string) =>
  editOf<Settings>({
    name: `nodes/${nodeId}`,
    title: 'Edit node',
    noun: `node ${nodeId}`,
    operations: ['nodes.update'],
    touchesStickiness: true,
    valueIn(details) {
      const node = nodeIn(details, nodeId);
      return node && settingsOf(node);
    },
    read: readAs(Stored),
    within: (value, before, after) => ({
      ...after,
      ...Object.fromEntries(Object.keys(changed(before, after)).map((name) => [name, value[name as keyof Settings]])),
    }),
    refusal: (details, _, { condition }) =>
      condition === 'ENABLED' || nodeIn(details, nodeId)?.condition !== 'ENABLED' ? null : lastOne(details, nodeId),
    applied: (details, after) => ({
      ...details,
      nodes: details.nodes?.map((node) => (node.id === nodeId ? { ...node, ...after } : node)) ?? null,
    }),
    words: ({ condition, type, weight }) =>
      [enumWords(condition), enumWords(type), ...(weight === null ? [] : [`weight ${weight}`])].join(', '),
    request: ({ region, id }, after, before) =>
      writeRequest(nodes, 'nodes.update', {
        region,
        params: { loadBalancerId: id, nodeId },
        body: { node: changed(before, after) },
      }),
    fields: ({ weight }, details): readonly EditField[] => [
      {
        name: 'condition',
        label: 'Condition',
        control: 'select',
        choices: nodeConditions.map((value) => ({ value, label: enumWords(value) })),
      },
      {
        name: 'type',
        label: 'Type',
        help: details.healthMonitor
          ? 'SECONDARY nodes serve only while every PRIMARY is down.'
          : 'SECONDARY nodes need health monitoring.',
        control: 'select',
        choices: nodeTypes.map((value) => ({
          value,
          label: enumWords(value),
          misfit: value === 'SECONDARY' && !details.healthMonitor ? 'Secondary needs health monitoring.' : null,
        })),
      },
      {
        name: 'weight',
        label: 'Weight',
        help: 'Share of new clients, 1 to 100.',
        control: 'number',
        off: weightMisfit(details, weight),
      },
    ],
    toForm: ({ condition, type, weight }) => ({ condition, type, weight: weight === null ? '' : String(weight) }),
    schema: (before) =>
      formSchema<Settings>(
        nodeRequests.NodeUpdateRequest.value,
        (values) => ({
          condition: String(values.condition),
          type: String(values.type),
          weight: textIn(values, 'weight') === '' ? null : numberIn(values, 'weight'),
        }),
        (after) => {
          const body = changed(before, after);
          return Object.keys(body).length === 0 ? null : body;
        },
      ),
    impact: (before, after, details) => {
      const leaves = after.condition !== 'ENABLED' && before.condition === 'ENABLED';
      return {
        sentences: [
          ...(before.condition === after.condition ? [] : [conditionWords[after.condition] ?? '']),
          ...(after.condition === 'DISABLED' ? [clientsOf(details) ?? ''] : []),
          ...(leaves ? [lastOne(details, nodeId) ?? ''] : []),
          ...(before.weight === after.weight ? [] : ['New clients are spread by the new weight; bound ones stay.']),
          ...(before.type === after.type
            ? []
            : [
                after.type === 'SECONDARY'
                  ? 'The node serves only while every PRIMARY node is down; its clients move now.'
                  : 'The node serves beside the other PRIMARY nodes.',
              ]),
        ].filter(Boolean),
        isGrave: after.condition === 'DISABLED' || leaves,
      };
    },
  });

/** Whether a node is there. */
interface Presence {
  readonly node: Pick<Node, 'address' | 'port' | 'condition' | 'type' | 'weight'> | null;
}

const readPresence: (json: unknown) => Presence | null = readAs(
  z.object({ node: Stored.extend({ address: z.string(), port: z.number() }).nullable() }),
);

const presenceOf = (node: Node | undefined): Presence => {
  if (!node) return { node: null };
  const { address, port, condition, type, weight } = node;
  return { node: { address, port, condition, type, weight } };
};

const samePresence = (a: Presence, b: Presence): boolean => (a.node === null) === (b.node === null);

/** Removes one node. Its record holds all that it takes to add it again, under another id. */
export const nodeRemoval = (nodeId: string) =>
  editOf<Presence>({
    name: `nodes/${nodeId}/remove`,
    title: 'Remove node',
    noun: `node ${nodeId}`,
    operations: ['nodes.delete'],
    touchesStickiness: true,
    valueIn: (details) => presenceOf(nodeIn(details, nodeId)),
    read: readPresence,
    same: samePresence,
    refusal: (details) => (nodeIn(details, nodeId)?.condition === 'ENABLED' ? lastOne(details, nodeId) : null),
    applied: (details) => ({ ...details, nodes: details.nodes?.filter(({ id }) => id !== nodeId) ?? null }),
    told: (name, { node }) => `${node ? called(node) : 'The node'} is removed from ${name}`,
    words: ({ node }) => (node ? called(node) : 'removed'),
    request: ({ region, id }) =>
      writeRequest(nodes, 'nodes.delete', { region, params: { loadBalancerId: id, nodeId } }),
    fields: () => [],
    toForm: () => ({ removed: true }),
    schema: () => formSchema<Presence>(z.object({}), () => ({ node: null })),
    submitName: () => 'Remove node',
    impact: (_, __, details) => ({
      sentences: [
        'Connections to the node are cut.',
        clientsOf(details) ?? '',
        lastOne(details, nodeId) ?? '',
        'To take a node out gently, drain it first: bound clients stay until they have left.',
      ].filter(Boolean),
      isGrave: true,
    }),
    reversal: ({ node }) => nodeReturn(node ? called(node) : ''),
  });

/**
 * Adds a node again that was removed, as it was, under another id. `place`: its address and port as `hostAndPort` writes them.
 * Source: CLB v1.0 developer guide, "Nodes".
 */
export const nodeReturn = (place: string) =>
  editOf<Presence>({
    name: `nodes/again/${place}`,
    title: 'Add node again',
    noun: `node ${place}`,
    operations: ['nodes.add'],
    touchesStickiness: true,
    valueIn: ({ nodes: all }) => presenceOf(all?.find((node) => called(node) === place)),
    read: readPresence,
    same: samePresence,
    refusal: (details) => misfitOf('nodes/new', details),
    told: (name) => `${place} is a node of ${name} again`,
    words: ({ node }) => (node ? called(node) : 'removed'),
    request: ({ region, id }, { node }) =>
      writeRequest(nodes, 'nodes.add', {
        region,
        params: { loadBalancerId: id },
        body: { nodes: node ? [given(node)] : [] },
      }),
    fields: () => [],
    toForm: () => ({}),
    schema: (before) => formSchema<Presence>(z.object({}), () => before),
    impact: () => ({
      sentences: [
        'The node is added as it was, under another id. New clients are spread over it from the first check on.',
      ],
      isGrave: false,
    }),
    whyFinal: () => 'the node has another id now; remove it in its row.',
  });

/** Names the edit that recorded this value when it added a node again; none where it is none of its values. */
export function nameOfReturn(recorded: string): readonly string[] {
  const node = nodeReturn('').fromRecord(recorded)?.node;
  return node ? [nodeReturn(called(node)).name] : [];
}

type NewNode = z.infer<typeof NodeNew>;

/** The nodes by address and port, and those that are to be added. */
interface Nodes {
  readonly nodes: readonly Pick<NewNode, 'address' | 'port'>[];
}

const keyOf = ({ address, port }: { readonly address: string; readonly port: number }): string =>
  `${comparableAddress(address)} ${port}`;
const added = (before: Nodes, after: Nodes): readonly Pick<NewNode, 'address' | 'port'>[] => {
  const had = new Set(before.nodes.map(keyOf));
  return after.nodes.filter((node) => !had.has(keyOf(node)));
};

/** `[2001:db8::1]:80`, `10.0.0.1:80`, or with a space or a comma between; a colon after a bare IPv6 address might be one of its own. */
const linePatterns = [/^\[([^\]\s]+)\][\s:,]+(\d+)$/, /^([^[\]\s:,]+)[\s:,]+(\d+)$/, /^([^[\]\s,]+)[\s,]+(\d+)$/];
const matchOf = (line: string): RegExpExecArray | null =>
  linePatterns.map((pattern) => pattern.exec(line)).find((match) => match !== null) ?? null;

const lineProblem = (line: string): string =>
  canonicalAddress(line.replace(/:\d+$/, ''))?.includes(':')
    ? `“${line}” may be an address alone or one with a port: write it as in [2001:db8::6]:80.`
    : `“${line}” is no node: write an address and a port, such as 10.0.0.1:80.`;

/** The nodes of pasted lines, and what is wrong with the first line that is none. */
export function nodesIn(lines: readonly string[]): { readonly nodes: Nodes['nodes']; readonly problem: string | null } {
  const read = lines.map((line) => ({ line, match: matchOf(line) }));
  const wrong = read.find(({ match }) => !match);
  return {
    nodes: read.flatMap(({ match }) => (match ? [{ address: match[1] ?? '', port: Number(match[2]) }] : [])),
    problem: wrong ? lineProblem(wrong.line) : null,
  };
}

/** The contract's first message, with the line that it is about. */
export function wordsOf(
  issues: readonly { readonly message: string; readonly path: readonly PropertyKey[] }[],
  typed: Nodes['nodes'],
): string {
  const [first] = issues;
  const line = typed[Number(first?.path[0])];
  return line ? `${called(line)}: ${first?.message}` : (first?.message ?? '');
}

/** Adds one node or a pasted list. */
export const nodeAddition = editOf<Nodes>({
  name: 'nodes/new',
  title: 'Add nodes',
  noun: 'nodes',
  operations: ['nodes.add'],
  touchesStickiness: true,
  valueIn: ({ nodes: all }) => ({ nodes: (all ?? []).map(({ address, port }) => ({ address, port })) }),
  read: readAs(z.object({ nodes: z.array(z.object({ address: z.string(), port: z.number() })) })),
  within: (value, before, after) => {
    const wanted = new Set(added(before, after).map(keyOf));
    return { nodes: value.nodes.filter((node) => wanted.has(keyOf(node))) };
  },
  same: (a, b) => JSON.stringify(a.nodes.map(keyOf).sort()) === JSON.stringify(b.nodes.map(keyOf).sort()),
  told: (name, before, after) => `${count(added(before, after).length, 'node')} added to ${name}`,
  words: ({ nodes: all }) => count(all.length, 'node'),
  request: ({ region, id }, after, before) =>
    writeRequest(nodes, 'nodes.add', {
      region,
      params: { loadBalancerId: id },
      body: { nodes: added(before, after).map((node) => ({ ...node, condition: 'ENABLED', type: 'PRIMARY' })) },
    }),
  fields: () => [
    {
      name: 'nodes',
      label: 'Nodes',
      help: 'One address:port a line, such as 10.20.4.6:8080 or [2001:db8::6]:8080. They are added ENABLED.',
      control: 'area',
      rows: 5,
    },
  ],
  toForm: () => ({ nodes: '' }),
  schema: (before) => ({
    '~standard': {
      version: 1,
      vendor: 'holdfast',
      validate(values) {
        const { nodes: typed, problem } = nodesIn(linesIn(values as FormValues, 'nodes'));
        const had = new Set(before.nodes.map(keyOf));
        const twin = typed.find((node) => had.has(keyOf(node)));
        const judged = nodeRequests.NodesAddRequest.value.safeParse(
          typed.map((node) => ({ ...node, condition: 'ENABLED' })),
        );
        const said =
          problem ??
          (twin ? `${called(twin)} is a node of this load balancer already.` : null) ??
          (before.nodes.length + typed.length > mostNodes
            ? `A load balancer has at most ${mostNodes} nodes: there is room for ${mostNodes - before.nodes.length} more.`
            : null) ??
          (judged.success ? null : wordsOf(judged.error.issues, typed));
        return said === null
          ? { value: { nodes: [...before.nodes, ...typed] } }
          : { issues: [{ path: ['nodes'], message: said }] };
      },
    },
  }),
  submitName: () => 'Add nodes',
  impact: (before, after, details) => ({
    sentences: [
      `${count(added(before, after).length, 'node')} will be added. New clients are spread over them from the first check on${
        details.subjects[0] && persistenceType(details.subjects[0].persistence) !== null
          ? '; bound clients stay where they are'
          : ''
      }.`,
    ],
    isGrave: false,
  }),
  whyFinal: () => 'each added node has an id of its own now; remove it in its row.',
});
