import { faults } from '../../contract/octavia/faults.ts';
import type { Wire } from '../../contract/octavia/persistence.ts';
import { datagrams } from '../../contract/octavia/protocols.ts';
import { invalid, Refusal } from './answer.ts';

/** What Octavia's API checks of session persistence, and no more. Source: octavia/api/v2/controllers/pool.py, common/validate.py. */

export interface Sent {
  readonly type?: string | null | undefined;
  readonly cookie_name?: string | null | undefined;
  readonly persistence_timeout?: number | null | undefined;
  readonly persistence_granularity?: string | null | undefined;
}

const refusedInName = /[\p{Cc} "(),/:;<=>?@[\\\]{}]/u;

function checkDatagram(sent: Sent): void {
  if (sent.type === 'SOURCE_IP' && sent.cookie_name) {
    throw invalid(
      'session_persistence SOURCE_IP type for UDP and SCTP protocols only accepts: type, persistence_timeout, persistence_granularity.',
    );
  }
  if (sent.cookie_name) throw invalid('Cookie names are not supported for UDP/SCTP pools.');
  if (sent.type === 'HTTP_COOKIE' || sent.type === 'APP_COOKIE') {
    throw invalid(`Session persistence of type ${sent.type} is not supported for UDP/SCTP protocol pools.`);
  }
}

function checkCookieName({ type, cookie_name: name }: Sent): void {
  if (name) {
    if (type !== 'APP_COOKIE') {
      throw invalid('Field "cookie_name" can only be specified with session persistence of type "APP_COOKIE".');
    }
    if (refusedInName.test(name)) throw invalid('Supplied "cookie_name" is invalid.');
  } else if (type === 'APP_COOKIE') {
    throw invalid('Field "cookie_name" must be specified when using the "APP_COOKIE" session persistence type.');
  }
}

/**
 * The stored value for what was sent; fields that were not are null. `stored`: the value of the pool before, whose type stays when none
 * is sent. `create`: at a creation, whose words differ. Throws what the service refuses it with.
 */
export function persistenceOf(sent: Sent | null, protocol: string, stored: Wire | null, create: boolean): Wire | null {
  if (sent === null) return null;
  const type = sent.type ?? stored?.type;
  const whole: Sent = { ...sent, ...(type !== undefined && { type }) };
  if (datagrams.includes(protocol)) checkDatagram(whole);
  else if (whole.persistence_timeout || whole.persistence_granularity) {
    throw invalid(
      `persistence_timeout and persistence_granularity is only for ${create ? 'UDP and SCTP' : 'UDP'} protocol pools.`,
    );
  }
  if (type === undefined && sent.type === undefined) throw invalid('Invalid session_persistence provided.');
  if (type === undefined || type === null) {
    throw new Refusal('GEN500', `${faults.GEN500.words.default} NOT NULL constraint failed: session_persistence.type`);
  }
  checkCookieName(whole);
  return {
    type,
    cookie_name: sent.cookie_name ?? null,
    persistence_timeout: sent.persistence_timeout ?? null,
    persistence_granularity: sent.persistence_granularity ?? null,
  };
}
