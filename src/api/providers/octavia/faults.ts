import { meaningOf, readFault as readBody } from '../../../../contract/octavia/fault.ts';
import { usualRoles } from '../../../../contract/octavia/roles.ts';
import { believedWait } from '../../../../contract/shared/retry-after.ts';
import type { FaultReader } from '../../http/fault-reader.ts';

/** What the service's own sentence leaves open. */
const advice: Partial<Record<ReturnType<typeof meaningOf>, string>> = {
  quota: 'This is a limit of the project, not a missing role: delete something, or ask the cloud’s operator for more.',
  forbidden: `The cloud’s policy does not let you do this in this project. It usually takes the role ${usualRoles.write}.`,
  unsupported: 'The provider of this load balancer cannot do this. Nothing was changed.',
  busy: 'The project is being changed elsewhere. Nothing was done; try again.',
};

/** Octavia has no rate limit of its own; what stands in front of it answers 429. Source: Load-balancer API v2 reference, "Faults". */
export const readFault: FaultReader = (status, header, text) => {
  const fault = readBody(status, text);
  const words = advice[meaningOf(fault)];
  return {
    messages: [fault.message, words].filter((each): each is string => Boolean(each)),
    limited: status === 429,
    wait: header === null ? null : believedWait(header, Date.now()),
  };
};
