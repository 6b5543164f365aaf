import { faults } from '../../contract/octavia/faults.ts';
import { insertedHeaders, insertedTlsHeaders, pairs, transportOf } from '../../contract/octavia/protocols.ts';
import { invalid, Refusal } from './answer.ts';
import type { Context } from './context.ts';
import { found } from './context.ts';
import type { LoadBalancer, Pool } from './model.ts';
import { checkAllowedCidrs, checkProtocol } from './provider-driver.ts';

/** What Octavia checks of a listener. Source: octavia/api/v2/controllers/listener.py. */

export interface ListenerFields {
  readonly default_tls_container_ref?: string | null | undefined;
  readonly sni_container_refs?: readonly string[] | null | undefined;
  readonly insert_headers?: Readonly<Record<string, string>> | null | undefined;
  readonly allowed_cidrs?: readonly string[] | null | undefined;
  readonly client_authentication?: string | null | undefined;
  readonly client_ca_tls_container_ref?: string | null | undefined;
}

const datagram = (protocol: string) => transportOf(protocol) !== 'TCP';
const refsOf = ({ default_tls_container_ref: one, sni_container_refs: more }: ListenerFields) => [
  ...(more ?? []),
  ...(one ? [one] : []),
];

export function checkPair(listenerProtocol: string, poolProtocol: string): void {
  if (!pairs(listenerProtocol, poolProtocol)) {
    throw invalid(
      `The pool protocol '${poolProtocol}' is invalid while the listener protocol is '${listenerProtocol}'.`,
    );
  }
}

function checkHeaders(protocol: string, headers: readonly string[]): void {
  const refuse = (value: string, option: string) =>
    new Refusal('OPTION400', faults.OPTION400.words.default(value, option));
  if (protocol !== 'HTTP' && protocol !== 'TERMINATED_HTTPS') {
    throw refuse('insert-headers', `a ${protocol} protocol listener.`);
  }
  const tls: readonly string[] = insertedTlsHeaders;
  const known: readonly string[] = [...insertedHeaders, ...tls];
  const written = (names: readonly string[]) => `[${names.map((name) => `'${name}'`).join(', ')}]`;
  if (headers.some((name) => !known.includes(name))) throw refuse(`dict_keys(${written(headers)})`, 'insert_headers');
  const tlsOnly = headers.filter((name) => tls.includes(name));
  if (protocol !== 'TERMINATED_HTTPS' && tlsOnly.length > 0)
    throw refuse(written(tlsOnly), `${protocol} protocol listener.`);
}

/** References whose last part names something that the key manager has not. */
const unreadable = /(?:^|\/)(?:nope|missing|forbidden)[^/]*$/;

/** Checks that creation and change share. `protocol`: the listener's. */
export function checkFields(
  loadBalancer: LoadBalancer,
  protocol: string,
  fields: ListenerFields,
  create: boolean,
): void {
  const headers = Object.keys(fields.insert_headers ?? {});
  const refs = refsOf(fields);
  if (create && headers.length > 0) checkHeaders(protocol, headers);
  if (datagram(protocol) && (refs.length > 0 || headers.length > 0)) {
    throw invalid(`${protocol} protocol listener does not support TLS${create ? '' : ' or header insertion'}.`);
  }
  const offloads = protocol === 'TERMINATED_HTTPS' || (protocol === 'PROMETHEUS' && refs.length > 0);
  if (!offloads && refs.length > 0) {
    throw invalid(`Certificate container references are not allowed on ${protocol} protocol listeners.`);
  }
  if (create && offloads && refs.length === 0) {
    throw invalid(
      `An SNI or default certificate container reference must be provided for ${protocol} protocol listeners.`,
    );
  }
  const { client_authentication: wanted, client_ca_tls_container_ref: authority } = fields;
  if (wanted && wanted !== 'NONE' && !authority) {
    throw invalid(`Client authentication setting ${wanted} requires a client CA container reference.`);
  }
  if (!create && headers.length > 0) checkHeaders(protocol, headers);
  const lost = refs.find((reference) => unreadable.test(reference));
  if (lost !== undefined) throw new Refusal('CERT400', faults.CERT400.words.default(lost));
  const six = (address: string) => address.includes(':');
  for (const cidr of fields.allowed_cidrs ?? []) {
    if (six(cidr) !== six(loadBalancer.vip_address)) {
      throw invalid(`CIDR ${cidr} IP version incompatible with VIP ${loadBalancer.vip_address} IP version.`);
    }
  }
  checkProtocol(loadBalancer, protocol);
  checkAllowedCidrs(loadBalancer, fields.allowed_cidrs ?? null);
}

/** Throws DUP409 where a listener of the same transport has the port. */
export function checkPort({ service }: Context, loadBalancer: LoadBalancer, protocol: string, port: number): void {
  const twin = service.store
    .listenersOf(loadBalancer)
    .find((each) => each.protocol_port === port && transportOf(each.protocol) === transportOf(protocol));
  if (twin) throw new Refusal('DUP409', faults.DUP409.words.listener(twin.protocol, port));
}

/** The pool that a listener is to send to: of the same load balancer, and of a protocol that goes with it. */
export function checkDefaultPool(context: Context, loadBalancer: LoadBalancer, protocol: string, id: string): Pool {
  requireChildren(protocol);
  const pool = context.service.store.pools.get(id);
  const own = found(pool?.load_balancer_id === loadBalancer.id ? pool : undefined, 'Pool', id);
  checkPair(protocol, own.protocol);
  return own;
}

/** Throws where a listener can have neither pool nor policy. */
export function requireChildren(protocol: string): void {
  if (protocol === 'PROMETHEUS')
    throw new Refusal('VAL400', 'Protocol PROMETHEUS listeners cannot have child objects.');
}
