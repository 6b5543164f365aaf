import type { ErrorPage } from '../../api/providers/provider.ts';
import { count } from '../../model/format.ts';
import type { LoadBalancerDetails } from '../../model/load-balancer.ts';

/** One of the Optional Features: `value` is the original Cloud Control Panel's word, `note` is what this panel adds. */
export interface FeatureValue {
  readonly value: string;
  readonly note?: string;
}

const enabledWord = (enabled: boolean): string => (enabled ? 'Enabled' : 'Disabled');

function withNote(value: string, parts: readonly (string | null | false)[]): FeatureValue {
  const note = parts.filter(Boolean).join(', ');
  return note ? { value, note } : { value };
}

export function healthMonitoring({ healthMonitor }: Pick<LoadBalancerDetails, 'healthMonitor'>): FeatureValue {
  if (!healthMonitor) return { value: 'Disabled' };
  const { type, path, delay, attemptsBeforeDeactivation: attempts } = healthMonitor;
  return withNote('Enabled', [
    path ? `${type} ${path}` : type,
    delay !== null && `every ${delay} s`,
    attempts !== null && `OFFLINE after ${count(attempts, 'failure')}`,
  ]);
}

/** Zero is the documents' word for no limit. */
export const connectionThrottling = ({ maxConnections }: Pick<LoadBalancerDetails, 'maxConnections'>): FeatureValue =>
  maxConnections === null
    ? { value: 'Disabled' }
    : {
        value: 'Enabled',
        note: maxConnections === 0 ? 'no limit' : `at most ${count(maxConnections, 'connection')} from one client`,
      };

export function secureTraffic({
  sslTermination,
  port,
}: Pick<LoadBalancerDetails, 'sslTermination' | 'port'>): FeatureValue {
  if (!sslTermination) return { value: 'Not Configured' };
  const { enabled, securePort, secureTrafficOnly } = sslTermination;
  return withNote(enabledWord(enabled), [
    securePort !== null && `port ${securePort}`,
    enabled && (secureTrafficOnly ? 'secure traffic only' : `beside port ${port}`),
  ]);
}

/** Source: CLB v1.0 developer guide, "Update load balancer", httpsRedirect. */
export function httpsRedirect({
  protocol,
  port,
  sslTermination,
  httpsRedirect,
}: Pick<LoadBalancerDetails, 'protocol' | 'port' | 'sslTermination' | 'httpsRedirect'>): FeatureValue {
  const available = (protocol === 'HTTPS' && port === 443) || (protocol === 'HTTP' && sslTermination !== null);
  return {
    value:
      available || httpsRedirect
        ? enabledWord(httpsRedirect)
        : 'Available when using HTTPS:443 or HTTP with Secure Traffic (SSL) configured.',
  };
}

export const errorPage = ({ content, isDefault }: ErrorPage): FeatureValue => ({
  value: isDefault ? 'Default page' : `Page of ${count(new TextEncoder().encode(content).length, 'byte')}`,
});

/** The nine lines in the original's order. Those that need more than the details name what they need instead. */
export const features: readonly {
  readonly label: string;
  /** Name of its edit. */
  readonly edit: string;
  readonly read: ((details: LoadBalancerDetails) => FeatureValue) | 'session-persistence' | 'error-page';
}[] = [
  { label: 'Health Monitoring', edit: 'health-monitor', read: healthMonitoring },
  { label: 'Connection Throttling', edit: 'connection-throttle', read: connectionThrottling },
  { label: 'Session Persistence', edit: 'session-persistence', read: 'session-persistence' },
  {
    label: 'Content Caching',
    edit: 'content-caching',
    read: ({ contentCaching }) => ({ value: enabledWord(contentCaching) }),
  },
  { label: 'Secure Traffic (SSL)', edit: 'ssl-termination', read: secureTraffic },
  { label: 'HTTPS Redirect', edit: 'https-redirect', read: httpsRedirect },
  {
    label: 'Logging',
    edit: 'connection-logging',
    read: ({ connectionLogging }) => ({ value: enabledWord(connectionLogging) }),
  },
  { label: 'Error Page', edit: 'error-page', read: 'error-page' },
  {
    label: 'Access Control',
    edit: 'access-list',
    read: ({ accessRules }) => ({ value: count(accessRules, 'Access Rule') }),
  },
];
