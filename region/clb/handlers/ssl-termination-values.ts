import { faults } from '../../../contract/clb/faults.ts';
import { type ProtocolName, protocols } from '../../../contract/clb/protocols.ts';
import type { RequestValue } from '../../../contract/clb/schemas/index.ts';
import { cipherProfiles } from '../../../contract/clb/schemas/ssl-termination.ts';
import type { CertificateMapping, SslTermination } from '../../data-plane.ts';
import { Refusal } from '../answer.ts';
import type { LoadBalancer } from '../model.ts';
import { collides, portsTaken } from './ports.ts';

type Draft = RequestValue<'sslTermination.set'>;

const words = faults.SSL400.words;
const refuse = (message: string) => new Refusal('SSL400', message);

const secureProtocols: readonly ProtocolName[] = ['HTTPS', 'IMAPS', 'LDAPS', 'POP3S'];

/** Throws SSL400 for a protocol that carries no termination. */
export function checkProtocol({ protocol }: LoadBalancer): void {
  if (protocols[protocol].sslTermination) return;
  throw refuse(secureProtocols.includes(protocol) ? words.secureProtocol : words.protocol(protocol));
}

function checkPort(loadBalancer: LoadBalancer, others: readonly LoadBalancer[], securePort: number): void {
  if (
    securePort === loadBalancer.port ||
    collides(others, { port: securePort, protocol: 'HTTPS', httpsRedirect: false })
  ) {
    throw refuse(words.securePort(securePort, portsTaken([loadBalancer, ...others])));
  }
}

function checkRedirect({ httpsRedirect }: LoadBalancer, { secureTrafficOnly, securePort }: SslTermination): void {
  if (!httpsRedirect) return;
  if (!secureTrafficOnly) throw refuse(words.mixedWithRedirect);
  if (securePort !== protocols.HTTPS.port) throw refuse(words.portWithRedirect);
}

const isEnabled = (draft: Draft, name: string, stored: boolean): boolean => {
  const given = draft.securityProtocols?.find(({ securityProtocolName }) => securityProtocolName === name);
  return given ? given.securityProtocolStatus === 'ENABLED' : stored;
};

/** The certificate, its key and its chain: a new pair without a chain clears the old chain. */
function credentials(draft: Draft, stored: SslTermination | null) {
  const { certificate, privatekey, intermediateCertificate } = draft;
  const chain = (value: string | undefined) => (value === undefined ? {} : { intermediateCertificate: value });
  if (certificate !== undefined && privatekey !== undefined) {
    return { certificate, privatekey, ...chain(intermediateCertificate) };
  }
  if (!stored) throw refuse(words.missing);
  return {
    certificate: stored.certificate,
    privatekey: stored.privatekey,
    ...chain(stored.intermediateCertificate),
  };
}

/**
 * The termination that a request leaves. `others`: load balancers on the same virtual IPs. Throws SSL400.
 * Follows CLB v1.0 developer guide, "SSL termination".
 */
export function completeSsl(draft: Draft, loadBalancer: LoadBalancer, others: readonly LoadBalancer[]): SslTermination {
  const stored = loadBalancer.sslTermination;
  checkProtocol(loadBalancer);
  const pair = credentials(draft, stored);
  const cipherProfile = draft.cipherProfile ?? stored?.cipherProfile ?? 'default';
  if (!(cipherProfiles as readonly string[]).includes(cipherProfile)) throw refuse(words.cipherProfile(cipherProfile));
  const securePort = draft.securePort ?? stored?.securePort;
  if (securePort === undefined) throw refuse(words.missing);
  checkPort(loadBalancer, others, securePort);
  const enabled = draft.enabled ?? stored?.enabled ?? true;
  const made: SslTermination = {
    ...pair,
    enabled,
    securePort,
    secureTrafficOnly: enabled && (draft.secureTrafficOnly ?? stored?.secureTrafficOnly ?? false),
    cipherProfile,
    tls10: isEnabled(draft, 'TLS_10', stored?.tls10 ?? true),
    tls11: isEnabled(draft, 'TLS_11', stored?.tls11 ?? true),
    mappings: stored?.mappings ?? [],
  };
  checkRedirect(loadBalancer, made);
  return made;
}

/** Throws CMDUP422 when another mapping has the host name. */
export function checkHostName(
  mappings: readonly CertificateMapping[],
  hostName: string | undefined,
  self?: number,
): void {
  const other = mappings.find((each) => each.id !== self && each.hostName.toLowerCase() === hostName?.toLowerCase());
  if (other) throw new Refusal('CMDUP422', faults.CMDUP422.words.default(other.id));
}
