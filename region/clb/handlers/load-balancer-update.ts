import { faults } from '../../../contract/clb/faults.ts';
import { type ProtocolName, protocols } from '../../../contract/clb/protocols.ts';
import type { RequestValue } from '../../../contract/clb/schemas/index.ts';
import { Refusal } from '../answer.ts';
import type { Context } from '../context.ts';
import type { LoadBalancer, Settings } from '../model.ts';
import { nodeIdentity } from './node-values.ts';
import { bringsPort, collides, isUdp, needsPort, neighbours } from './ports.ts';

/** A change of a load balancer, checked in the service's order. Source: its published source, "LoadBalancerServiceImpl". */

type Change = RequestValue<'loadBalancers.update'>;

const words = faults.LB400.words;
const refuse = (message: string) => new Refusal('LB400', message);

function checkSsl({ sslTermination, protocol }: LoadBalancer, change: Change): void {
  if (!sslTermination) return;
  if (change.protocol !== undefined && change.protocol !== protocol) throw refuse(words.protocolWithSsl);
  if (change.port === sslTermination.securePort) throw refuse(words.portIsSecurePort);
}

function checkRedirect(loadBalancer: LoadBalancer, change: Change): void {
  if (!(change.httpsRedirect ?? loadBalancer.httpsRedirect)) return;
  const { sslTermination: ssl } = loadBalancer;
  if (ssl) {
    if (!ssl.secureTrafficOnly) throw refuse(words.redirectProtocol);
    if (ssl.securePort !== protocols.HTTPS.port) throw refuse(words.redirectSecurePort);
    if (change.port !== undefined && change.port !== protocols.HTTP.port) throw refuse(words.portWithRedirect);
    return;
  }
  if ((change.protocol ?? loadBalancer.protocol) !== 'HTTPS') throw refuse(words.redirectProtocol);
  if ((change.port ?? loadBalancer.port) !== protocols.HTTPS.port) throw refuse(words.redirectPort);
}

function checkMonitor({ healthMonitor }: LoadBalancer, protocol: ProtocolName): void {
  if (!healthMonitor) return;
  if (isUdp(protocol)) throw new Refusal('HM400', faults.HM400.words.udp);
  if (!(protocols[protocol].monitors as readonly string[]).includes(healthMonitor.type)) {
    throw refuse(words.protocolAndMonitor);
  }
}

/** What a change of protocol brings with it: persistence goes, and outside HTTP the error page too. */
function protocolChange(
  loadBalancer: LoadBalancer,
  change: Change,
  others: readonly LoadBalancer[],
): Partial<Settings> {
  const { protocol } = change;
  if (protocol === undefined || protocol === loadBalancer.protocol) return {};
  if (needsPort(protocol) && change.port === undefined) throw refuse(words.port);
  if ((change.halfClosed ?? loadBalancer.halfClosed) && !protocols[protocol].halfClosed) throw refuse(words.halfClosed);
  const port = change.port ?? (bringsPort(protocol) ? protocols[protocol].port : loadBalancer.port);
  const { httpsRedirect = loadBalancer.httpsRedirect } = change;
  if (collides(others, { port, protocol, httpsRedirect })) throw refuse(words.protocolConflict);
  checkMonitor(loadBalancer, protocol);
  if (protocol !== 'HTTP' && loadBalancer.contentCaching) throw refuse(words.cachingOnUpdate);
  return {
    protocol,
    port,
    sessionPersistence: null,
    ...(loadBalancer.protocol === 'HTTP' && { errorPage: null }),
  };
}

/** Checks a change against the model and answers with what it sets. Throws the first fault. */
export function changedSettings(context: Context, loadBalancer: LoadBalancer, change: Change): Partial<Settings> {
  checkSsl(loadBalancer, change);
  checkRedirect(loadBalancer, change);
  context.service.jobs.requireActive(loadBalancer);
  const others = neighbours(context.service.store, loadBalancer.virtualIps, loadBalancer.id);
  const { name, algorithm, port, timeout, halfClosed, httpsRedirect } = change;
  const { protocol = loadBalancer.protocol } = change;
  const wanted = {
    port: port ?? loadBalancer.port,
    protocol,
    httpsRedirect: httpsRedirect ?? loadBalancer.httpsRedirect,
  };
  if (port !== undefined && port !== loadBalancer.port) {
    const own = new Set(loadBalancer.virtualIps.map(({ address }) => nodeIdentity({ address, port })));
    const loops = loadBalancer.nodes.some((node) => own.has(nodeIdentity(node)));
    if (loops || collides(others, wanted)) throw refuse(words.portTaken);
  }
  const withProtocol = protocolChange(loadBalancer, change, others);
  if (wanted.httpsRedirect && !loadBalancer.httpsRedirect && collides(others, wanted)) throw refuse(words.portTaken);
  if (halfClosed && !protocols[protocol].halfClosed) throw refuse(words.halfClosed);
  return {
    ...(name !== undefined && { name }),
    ...(algorithm !== undefined && { algorithm }),
    ...(port !== undefined && { port }),
    ...(timeout !== undefined && { timeout }),
    ...(halfClosed !== undefined && { halfClosed }),
    ...(httpsRedirect !== undefined && { httpsRedirect }),
    ...withProtocol,
  };
}

/** The fields that a feed entry names, as the service does. */
export const changedFields = ({ name, algorithm, protocol, port, timeout, halfClosed }: Change) =>
  Object.fromEntries(
    Object.entries({ name, algorithm, protocol, port, timeout, 'half-close': halfClosed }).filter(
      ([, value]) => value !== undefined,
    ),
  );
