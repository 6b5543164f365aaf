import { Table } from '@mantine/core';
import { useId, useState } from 'react';
import { useNavigate } from 'react-router';
import { Button } from '../../components/controls/Button.tsx';
import { cx } from '../../components/controls/cx.ts';
import { IconDots, IconPlus } from '../../components/controls/icons.ts';
import { Menu, type MenuItem } from '../../components/controls/Menu.tsx';
import { Skeleton } from '../../components/controls/Skeleton.tsx';
import { openers } from '../../components/dialogs/dialog-focus.ts';
import { Section } from '../../components/load-balancer/Section.tsx';
import { Status } from '../../components/load-balancer/Status.tsx';
import { useEditReason } from '../../components/load-balancer/use-edit-reason.ts';
import { editPath } from '../../model/edit-path.ts';
import { enumWords } from '../../model/format.ts';
import { hostAndPort } from '../../model/host-and-port.ts';
import {
  type LoadBalancerDetails,
  type LoadBalancerRef,
  type Node,
  nodesNotOnline,
  nodesOnline,
} from '../../model/load-balancer.ts';
import { nodesPath } from '../../model/node-place.ts';
import css from './NodesSection.module.css';

/** A longer list shows this many nodes until the rest is asked for. */
const nodesShown = 10;

interface NodesSectionProps {
  target: LoadBalancerRef;
  details: LoadBalancerDetails | undefined;
}

export function NodesSection({ target, details }: NodesSectionProps) {
  const navigate = useNavigate();
  const reasonOf = useEditReason(details, target.region);
  const nodes = details?.nodes ?? undefined;
  const open = (name: string, search = '') =>
    void navigate(`${editPath(target, name)}${search}`, { state: { opener: openers.edit(name) } });
  return (
    <Section title="Nodes" aside={nodes ? <Counts nodes={nodes} /> : <Skeleton width={12} />}>
      {nodes?.length === 0 ? (
        <NoNodes />
      ) : (
        <NodeTable
          nodes={nodes}
          actions={reasonOf && ((node) => nodeActions(node, reasonOf, open, (path) => void navigate(path)))}
        />
      )}
      {reasonOf ? (
        <Button
          className={css.add}
          icon={<IconPlus size={16} stroke={1.75} aria-hidden />}
          data-opener={openers.edit('nodes/new')}
          reason={reasonOf('nodes/new')}
          onClick={() => open('nodes/new')}
        >
          Add nodes
        </Button>
      ) : null}
    </Section>
  );
}

/** How many are online, and why the others do not count. */
export function Counts({ nodes }: { nodes: readonly Node[] }) {
  const online = `${nodesOnline({ nodes })} of ${nodes.length} online`;
  return <span title="Enabled and online">{[online, ...nodesNotOnline({ nodes })].join(', ')}</span>;
}

function NoNodes() {
  return <p className={css.empty}>There are no nodes, so every request is answered with an error.</p>;
}

/** What can be done with one node; each opens its form, which says what it does before anything is sent. */
function nodeActions(
  { id, address, port, condition }: Node,
  reasonOf: NonNullable<ReturnType<typeof useEditReason>>,
  open: (name: string, search?: string) => void,
  go: (path: string) => void,
): readonly MenuItem[] {
  const name = `nodes/${id}`;
  const set = (label: string, wanted: string): MenuItem => ({
    label,
    reason: reasonOf(name) ?? (condition === wanted ? `It is ${wanted} already.` : null),
    onSelect: () => open(name, `?condition=${wanted}`),
  });
  return [
    { label: 'Edit', reason: reasonOf(name), onSelect: () => open(name) },
    set('Drain', 'DRAINING'),
    set('Enable', 'ENABLED'),
    set('Disable', 'DISABLED'),
    { label: 'In every load balancer…', onSelect: () => go(nodesPath(hostAndPort(address, port))) },
    {
      label: 'Remove',
      danger: true,
      reason: reasonOf(`${name}/remove`, 'delete'),
      onSelect: () => open(`${name}/remove`),
    },
  ];
}

interface NodeTableProps {
  nodes: readonly Node[] | undefined;
  /** Null where nodes cannot be edited. */
  actions: ((node: Node) => readonly MenuItem[]) | null;
}

function NodeTable({ nodes, actions }: NodeTableProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const folds = nodes !== undefined && nodes.length > nodesShown;
  const shown = folds && !open ? nodes.slice(0, nodesShown) : nodes;
  return (
    <>
      <Table id={id} className={css.table} aria-label="Nodes">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Status</Table.Th>
            <Table.Th scope="col">Address</Table.Th>
            <Table.Th scope="col">Condition</Table.Th>
            <Table.Th scope="col">Type</Table.Th>
            <Table.Th scope="col" className={css.number}>
              Weight
            </Table.Th>
            {actions ? (
              <Table.Th scope="col">
                <span className="visually-hidden">Actions</span>
              </Table.Th>
            ) : null}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody translate="no">
          {shown ? shown.map((node) => <NodeRow key={node.id} node={node} actions={actions} />) : <SkeletonRows />}
        </Table.Tbody>
      </Table>
      {folds ? (
        <Button variant="link" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
          {open ? `Show the first ${nodesShown} nodes` : `Show all ${nodes.length} nodes`}
        </Button>
      ) : null}
    </>
  );
}

function NodeRow({ node, actions }: { node: Node } & Pick<NodeTableProps, 'actions'>) {
  const { id, address, port, condition, status, type, weight } = node;
  return (
    <Table.Tr>
      <Table.Td className={css.status}>
        <Status status={status} />
      </Table.Td>
      <Table.Td className={css.address}>
        <span className="mono" translate="no">
          {hostAndPort(address, port)}
        </span>
      </Table.Td>
      <Table.Td>
        <Status status={condition} />
      </Table.Td>
      <Table.Td>{enumWords(type)}</Table.Td>
      <Table.Td className={cx(css.number, css.weight)}>{weight ?? '—'}</Table.Td>
      {actions ? (
        <Table.Td className={css.actions}>
          <Menu
            square
            variant="subtle"
            trailing={null}
            side="below-end"
            aria-label={`Actions for ${hostAndPort(address, port)}`}
            data-opener={openers.edit(`nodes/${id}`)}
            items={() => actions(node)}
          >
            <IconDots size={18} stroke={1.75} aria-hidden />
          </Menu>
        </Table.Td>
      ) : null}
    </Table.Tr>
  );
}

const columnWidths = { status: 8, address: 18, condition: 8, type: 8, weight: 2 };

function SkeletonRows() {
  return [1, 2, 3].map((row) => (
    <Table.Tr key={row}>
      {Object.entries(columnWidths).map(([column, width]) => (
        <Table.Td key={column}>
          <Skeleton width={width} />
        </Table.Td>
      ))}
    </Table.Tr>
  ));
}
