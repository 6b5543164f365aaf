import { isOperationId } from '../../../contract/clb/operations/index.ts';
import { may } from '../../../contract/clb/roles.ts';
import type { Clock } from '../../../contract/shared/clock.ts';
import { storableCopy } from '../../text.ts';
import type { Upstream } from '../../upstream.ts';
import type { Provider } from '../provider.ts';
import { checkChange } from './check-change.ts';
import { clbCheckReads } from './check-reads.ts';
import { clbCall, isWrite } from './operations.ts';
import { rateLimits } from './rate-limits.ts';

/** Cloud Load Balancers v1.0. */
export function clbProvider(upstream: Upstream, clock: Clock): Provider {
  const limits = rateLimits(upstream, clock);
  return {
    name: 'clb',
    apiName: 'Cloud Load Balancers',
    firstReads: ['/loadbalancers?limit=100'],
    call: clbCall,
    isOperation: isOperationId,
    isWrite,
    limits,
    // A load balancer is all one, and every path below it begins with its id.
    subjectOf: (_, { params }) => ({ loadBalancerId: params.loadBalancerId ?? null, part: null, name: null }),
    refuses: ({ status }) => status >= 400 && status < 500,
    createdId({ operation }, { body }) {
      if (operation !== 'loadBalancers.create') return undefined;
      try {
        const id: unknown = JSON.parse(new TextDecoder().decode(body))?.loadBalancer?.id;
        return typeof id === 'number' || typeof id === 'string' ? storableCopy(String(id), 64) : undefined;
      } catch {
        return undefined;
      }
    },
    missingRight({ roles }, right) {
      if (right === 'verdict')
        return may(roles, 'write')
          ? null
          : 'Only a role that may change load balancers can add a verdict: lbaas:creator or more.';
      return may(roles, 'delete') ? null : 'Feedback is exported by admins: your user needs the role lbaas:admin.';
    },
    checkChange: (session, record, laterChange) =>
      checkChange({ upstream, clock, limits }, session, record, laterChange),
    checks: clbCheckReads(upstream),
    openApi: async () => (await import('../../../contract/clb/openapi.ts')).buildOpenApi(),
  };
}
