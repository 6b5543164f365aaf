import { canonicalAddress } from '../../contract/shared/address.ts';
import { encoded, trimmed } from '../../contract/shared/text.ts';

/** Where a node listens; `port`: null for any. */
export interface NodePlace {
  readonly address: string;
  readonly port: number | null;
}

const mostPort = 65_535;

/** An address or host name, with a port or without, as people write it: `10.0.0.5`, `[2001:db8::5]:80`. Null where it is none. */
export function nodePlace(text: string): NodePlace | null {
  const written = trimmed(text);
  if (canonicalAddress(written) !== null) return { address: written.replace(/^\[(.*)\]$/, '$1'), port: null };
  const [, inBrackets, plain, digits] = /^(?:\[([\da-f:.]+)\]|([^\s:[\]/]+))(?::(\d{1,5}))?$/i.exec(written) ?? [];
  const address = inBrackets ?? plain;
  const port = digits === undefined ? null : Number(digits);
  if (address === undefined || (inBrackets !== undefined && canonicalAddress(inBrackets) === null)) return null;
  return port === null || (port > 0 && port <= mostPort) ? { address, port } : null;
}

/** The page that changes a node in every load balancer that has it. `node`: as somebody writes it. */
export const nodesPath = (node?: string): string =>
  `/load-balancers/bulk/nodes${node === undefined ? '' : `?node=${encoded(node)}`}`;
