import { cx } from '../../components/controls/cx.ts';
import { Skeleton } from '../../components/controls/Skeleton.tsx';
import { hostAndPort } from '../../components/load-balancer/host-and-port.ts';
import { Section } from '../../components/load-balancer/Section.tsx';
import { Status } from '../../components/load-balancer/Status.tsx';
import { type LoadBalancerDetails, type Node, nodesOnline } from '../../model/load-balancer.ts';
import css from './NodesSection.module.css';

const sentenceCase = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();

export function NodesSection({ details }: { details: LoadBalancerDetails | undefined }) {
  const nodes = details?.nodes;
  return (
    <Section
      title="Nodes"
      aside={details ? `${nodesOnline(details)} of ${details.nodes.length} online` : <Skeleton width={12} />}
    >
      {nodes?.length === 0 ? <NoNodes /> : <NodeTable nodes={nodes} />}
    </Section>
  );
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
  return (
    <div className={css.scroll}>
      <table className={css.table} aria-label="Nodes">
        <thead>
          <tr>
            <th scope="col">Status</th>
            <th scope="col">Address</th>
            <th scope="col">Condition</th>
            <th scope="col">Type</th>
            <th scope="col" className={css.number}>
              Weight
            </th>
          </tr>
        </thead>
        <tbody translate="no">
          {nodes ? nodes.map((node) => <NodeRow key={node.id} node={node} />) : <SkeletonRows />}
        </tbody>
      </table>
    </div>
  );
}

function NodeRow({ node: { address, port, condition, status, type, weight } }: { node: Node }) {
  return (
    <tr>
      <td className={css.status}>
        <Status status={status} />
      </td>
      <td className={css.address}>
        <span className="mono" translate="no">
          {hostAndPort(address, port)}
        </span>
      </td>
      <td>
        <Status status={condition} />
      </td>
      <td>{sentenceCase(type)}</td>
      <td className={cx(css.number, css.weight)}>{weight ?? '—'}</td>
    </tr>
  );
}

const columnWidths = { status: 8, address: 18, condition: 8, type: 8, weight: 2 };

function SkeletonRows() {
  return [1, 2, 3].map((row) => (
    <tr key={row}>
      {Object.entries(columnWidths).map(([column, width]) => (
        <td key={column}>
          <Skeleton width={width} />
        </td>
      ))}
    </tr>
  ));
}
