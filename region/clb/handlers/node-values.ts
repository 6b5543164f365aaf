import { faults } from '../../../contract/clb/faults.ts';
import { isIp } from '../../../contract/clb/schemas/fields.ts';
import type { RequestValue } from '../../../contract/clb/schemas/index.ts';
import { comparableAddress } from '../../../contract/shared/address.ts';
import type { Node } from '../../data-plane.ts';
import { Refusal } from '../answer.ts';
import type { LoadBalancer } from '../model.ts';
import type { Store } from '../store.ts';

type NodeNew = RequestValue<'nodes.add'>[number];

export const nodeIdentity = ({ address, port }: { readonly address: string; readonly port: number }) =>
  `${comparableAddress(address)} ${port}`;

/** A stored node from a checked request. */
export const madeNode = ({ address, port, condition, type = 'PRIMARY', weight = 1 }: NodeNew, store: Store): Node => ({
  id: store.nextId('node'),
  address,
  port,
  condition,
  status: 'ONLINE',
  type,
  weight,
  metadata: [],
});

/**
 * What nodes need beyond their own fields: host names in an allowed domain (this region has none), no node that is the load
 * balancer's own listener, secondary nodes only with a monitor and a primary. Throws the fault.
 */
export function checkAddresses(
  nodes: readonly { readonly address: string; readonly port: number }[],
  own: Pick<LoadBalancer, 'virtualIps' | 'port'>,
): void {
  const unknown = nodes.filter(({ address }) => !isIp(address));
  if (unknown.length > 0) {
    throw new Refusal(
      'VAL400',
      unknown.map(
        ({ address }) =>
          `The address ${address} is not a valid IPv4, IPv6 address or an FQDN that is in an authorized Domain`,
      ),
    );
  }
  const listeners = new Set(own.virtualIps.map(({ address }) => nodeIdentity({ address, port: own.port })));
  const loop = nodes.find((node) => listeners.has(nodeIdentity(node)));
  if (loop) throw new Refusal('VAL400', ['Node ip is invalid. Please specify a valid ip.']);
}

/** Source: CLB v1.0 developer guide, "Nodes": only ENABLED nodes count. Throws SEC400. */
export function checkTypes(nodes: readonly Pick<Node, 'condition' | 'type'>[], hasMonitor: boolean): void {
  const enabled = nodes.filter(({ condition }) => condition === 'ENABLED');
  if (!enabled.some(({ type }) => type === 'SECONDARY')) return;
  if (!hasMonitor) throw new Refusal('SEC400', faults.SEC400.words.monitor);
  if (!enabled.some(({ type }) => type === 'PRIMARY')) throw new Refusal('SEC400', faults.SEC400.words.primary);
}
