import type { HealthMonitor } from '../data-plane.ts';
import { quoted, quotedFormat } from './quoting.ts';

/**
 * Where there is no monitor, the service itself makes sure that each node listens on its port, at the time of adding and at intervals, which
 * it does not name. One failure takes out a node that is new, two one that was well. Source: CLB v1.0 developer guide, "Nodes".
 */
const basicCheck = 'check inter 5s fastinter 1s downinter 1s fall 2 rise 1';
const basicTimeout = 3;

/**
 * A health monitor as lines of the backend that does the checking. The body expression sees what fits the check's buffer.
 * Source: CLB v1.0 developer guide, "Monitors"; HAProxy configuration manual, "http-check".
 */
export function healthCheckLines(monitor: HealthMonitor | null): string[] {
  const lines = [`timeout check ${monitor?.timeout ?? basicTimeout}s`];
  if (!monitor || monitor.type === 'CONNECT') return lines;
  const host = monitor.hostHeader ? ` hdr Host ${quotedFormat(monitor.hostHeader, 'health monitor’s hostHeader')}` : '';
  const path = quoted(monitor.path ?? '/', 'health monitor’s path');
  lines.push(
    'option httpchk',
    `http-check send meth GET uri ${path} ver ${host ? 'HTTP/1.1' : 'HTTP/1.0'}${host}`,
    `http-check expect rstatus ${quoted(monitor.statusRegex ?? '^[23][0-9][0-9]$', 'health monitor’s statusRegex')}`,
  );
  if (monitor.bodyRegex) {
    lines.push(`http-check expect rstring ${quoted(monitor.bodyRegex, 'health monitor’s bodyRegex')}`);
  }
  return lines;
}

/** The words of a `server` line that make HAProxy check the node; `attemptsBeforeDeactivation` failures take it out, one success returns it. */
export function healthCheckWords(monitor: HealthMonitor | null): string {
  if (!monitor) return basicCheck;
  const timing = `check inter ${monitor.delay}s fall ${monitor.attemptsBeforeDeactivation} rise 1`;
  if (monitor.type !== 'HTTPS') return timing;
  const name = monitor.hostHeader ? ` check-sni ${quoted(monitor.hostHeader, 'health monitor’s hostHeader')}` : '';
  return `${timing} check-ssl verify none${name}`;
}
