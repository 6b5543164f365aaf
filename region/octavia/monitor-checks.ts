import { faults } from '../../contract/octavia/faults.ts';
import { datagrams } from '../../contract/octavia/protocols.ts';
import { invalid, Refusal } from './answer.ts';
import type { Pool } from './model.ts';
import { asksHttp } from './rows.ts';

/** What Octavia checks of a health monitor. Source: octavia/api/v2/controllers/health_monitor.py. */

const udpOnly: readonly string[] = ['UDP-CONNECT', 'SCTP'];
const forDatagrams: readonly string[] = [...udpOnly, 'TCP', 'HTTP'];

/** Seconds. */
const leastUdpDelay = 3;

export function checkMonitorType(pool: Pool, { type, delay }: { readonly type: string; readonly delay: number }): void {
  if (!datagrams.includes(pool.protocol)) {
    if (udpOnly.includes(type)) throw invalid(`The ${type} type is only supported for pools of type UDP/SCTP.`);
    return;
  }
  if (!forDatagrams.includes(type)) {
    throw invalid(
      `The associated pool protocol is ${pool.protocol}, so only a UDP-CONNECT/SCTP/TCP/HTTP health monitor is supported.`,
    );
  }
  if (type === 'UDP-CONNECT' && delay < leastUdpDelay) {
    throw invalid(
      `The request delay value ${delay} should be larger than ${leastUdpDelay} for UDP-CONNECT health monitor type.`,
    );
  }
}

export interface HttpFields {
  readonly http_method?: string | null | undefined;
  readonly url_path?: string | null | undefined;
  readonly expected_codes?: string | null | undefined;
  readonly http_version?: number | null | undefined;
  readonly domain_name?: string | null | undefined;
}

/** `type`: the monitor's own. `stored`: the HTTP version that it has already. */
export function checkHttpFields(type: string, fields: HttpFields, stored: number | null = null): void {
  for (const field of ['http_method', 'url_path', 'expected_codes'] as const) {
    if (fields[field] && !asksHttp(type)) {
      throw new Refusal('OPTION400', faults.OPTION400.words.default(field, `health monitors of type ${type}`));
    }
  }
  const version = fields.http_version ?? stored;
  if (fields.domain_name && !version) throw invalid("'http_version' must be specified when 'domain_name' is provided.");
  if (fields.domain_name && version !== null && version < 1.1) {
    throw new Refusal(
      'OPTION400',
      faults.OPTION400.words.default(
        `http_version ${version.toFixed(1)}`,
        'health monitors HTTP 1.1 domain name health check',
      ),
    );
  }
}
