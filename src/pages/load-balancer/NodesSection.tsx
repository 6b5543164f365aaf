import { Table } from '@mantine/core';
import { useId, useState } from 'react';
import { Button } from '../../components/controls/Button.tsx';
import { cx } from '../../components/controls/cx.ts';
import { Skeleton } from '../../components/controls/Skeleton.tsx';
import { hostAndPort } from '../../components/load-balancer/host-and-port.ts';
import { Section } from '../../components/load-balancer/Section.tsx';
import { Status } from '../../components/load-balancer/Status.tsx';
import { enumWords } from '../../model/format.ts';
import { type LoadBalancerDetails, type Node, nodesNotOnline, nodesOnline } from '../../model/load-balancer.ts';
import css from './NodesSection.module.css';

/** A longer list shows this many nodes until the rest is asked for. */
const nodesShown = 10;

export function NodesSection({ details }: { details: LoadBalancerDetails | undefined }) {
  const nodes = details?.nodes ?? undefined;
  return (
    <Section title="Nodes" aside={nodes ? <Counts nodes={nodes} /> : <Skeleton width={12} />}>
      {nodes?.length === 0 ? <NoNodes /> : <NodeTable nodes={nodes} />}
    </Section>
  );
}

/** How many are online, and why the others do not count. */
export function Counts({ nodes }: { nodes: readonly Node[] }) {
  const online = `${nodesOnline({ nodes })} of ${nodes.length} online`;
  return <span title="Enabled and online">{[online, ...nodesNotOnline({ nodes })].join(', ')}</span>;
}

function NoNodes() {
  return (
    <p className={css.empty}>
      There are no nodes, so every request is answered with an error. Add nodes through the API; they appear here by
      themselves.
    </p>
  );
}

function NodeTable({ nodes }: { nodes: readonly Node[] | undefined }) {
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
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody translate="no">
          {shown ? shown.map((node) => <NodeRow key={node.id} node={node} />) : <SkeletonRows />}
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

function NodeRow({ node: { address, port, condition, status, type, weight } }: { node: Node }) {
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
