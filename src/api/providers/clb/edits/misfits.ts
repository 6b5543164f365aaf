import { protocols } from '../../../../../contract/clb/protocols.ts';
import type { LoadBalancerDetails } from '../../../../model/load-balancer.ts';
import type { Misfit } from '../../edit.ts';

/** Source: CLB v1.0 developer guide, "Limits": nodes of a load balancer. */
export const mostNodes = 25;

const protocolOf = (name: string) =>
  Object.hasOwn(protocols, name) ? protocols[name as keyof typeof protocols] : undefined;

/** Monitors that a protocol takes; of one that the documents do not name the service decides. */
export const monitorsOf = (protocol: string): readonly string[] =>
  protocolOf(protocol)?.monitors ?? ['CONNECT', 'HTTP', 'HTTPS'];

const healthMonitor: Misfit = ({ protocol }) =>
  monitorsOf(protocol).length === 0 ? `Protocol ${protocol} has no health monitoring.` : null;

/** What is on can always be switched off. */
const contentCaching: Misfit = ({ protocol, contentCaching: on }) =>
  on || protocol === 'HTTP' ? null : `Content caching needs protocol HTTP; this load balancer is ${protocol}.`;

const logging: Misfit = ({ protocol, connectionLogging: on }) =>
  on || protocolOf(protocol)?.logging !== false ? null : `Connections of protocol ${protocol} cannot be logged.`;

const errorPage: Misfit = ({ protocol }) =>
  protocol === 'HTTP' ? null : `An error page needs protocol HTTP; this load balancer is ${protocol}.`;

/** Source: CLB v1.0 developer guide, "Update load balancer", httpsRedirect. */
function httpsRedirect({ protocol, port, sslTermination, httpsRedirect: on }: LoadBalancerDetails): string | null {
  if (on) return null;
  if (protocol === 'HTTPS')
    return port === 443 ? null : `HTTPS redirect of an HTTPS load balancer needs port 443; this one is on ${port}.`;
  if (protocol !== 'HTTP') return `HTTPS redirect needs protocol HTTPS or HTTP; this load balancer is ${protocol}.`;
  if (!sslTermination?.enabled) return 'HTTPS redirect of an HTTP load balancer needs Secure Traffic (SSL), enabled.';
  if (!sslTermination.secureTrafficOnly)
    return 'HTTPS redirect needs Secure Traffic (SSL) for secure traffic only; this one takes plain traffic, too.';
  return sslTermination.securePort === 443
    ? null
    : `HTTPS redirect needs secure port 443; this one has ${sslTermination.securePort}.`;
}

const nodeAddition: Misfit = ({ nodes }) =>
  (nodes?.length ?? 0) >= mostNodes
    ? `A load balancer has at most ${mostNodes} nodes; this one has all of them.`
    : null;

const virtualIpAddition: Misfit = ({ virtualIps }) =>
  virtualIps.some(({ type }) => type === 'SERVICENET')
    ? 'A load balancer on ServiceNet takes no public address.'
    : null;

const virtualIpRemoval: Misfit = ({ virtualIps }) =>
  virtualIps.length < 2 ? 'The last virtual IP of a load balancer cannot be removed.' : null;

const secureTraffic: Misfit = ({ protocol, sslTermination }) =>
  sslTermination !== null || protocolOf(protocol)?.sslTermination !== false
    ? null
    : `Protocol ${protocol} takes no Secure Traffic (SSL): ${
        protocol.endsWith('S') ? 'it is encrypted already' : 'the load balancer cannot decrypt it'
      }.`;

const certificateMappings: Misfit = ({ sslTermination }) =>
  sslTermination ? null : 'Certificates for host names need Secure Traffic (SSL).';

const misfits: ReadonlyMap<string, Misfit> = new Map([
  ['health-monitor', healthMonitor],
  ['content-caching', contentCaching],
  ['connection-logging', logging],
  ['error-page', errorPage],
  ['https-redirect', httpsRedirect],
  ['ssl-termination', secureTraffic],
  ['nodes/new', nodeAddition],
  ['virtual-ips', virtualIpAddition],
  ['certificate-mappings', certificateMappings],
]);

/** Why an edit cannot be used on a load balancer as it is, by the edit's name, as a sentence; null when it can. */
export const misfitOf = (name: string, details: LoadBalancerDetails): string | null =>
  misfits.get(name)?.(details) ??
  (name.startsWith('virtual-ips/')
    ? virtualIpRemoval(details)
    : name.startsWith('certificate-mappings/')
      ? certificateMappings(details)
      : null);
