import { readFault as readBody, saysOverLimit } from '../../../../contract/clb/fault.ts';
import { limitWait } from '../../../../contract/clb/limit-wait.ts';
import { believedWait } from '../../../../contract/shared/retry-after.ts';
import type { FaultReader } from '../../http/fault-reader.ts';

/** 413 is the rate limit's where it says so; a body that is too large gets 413, too. Source: CLB v1.0 developer guide, "Limits". */
export const readFault: FaultReader = (status, header, text) => {
  const { messages, retryAfter } = readBody(status, text);
  const now = Date.now();
  const said = header === null ? null : (believedWait(header, now) ?? limitWait(status, header, text, now));
  const wait = said ?? believedWait(retryAfter, now);
  return { messages, wait, limited: status === 429 || (status === 413 && (wait !== null || saysOverLimit(text))) };
};
