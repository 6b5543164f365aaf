import { meaningOf, readFault } from '../../../contract/octavia/fault.ts';
import { firstList } from '../../../contract/octavia/lists.ts';
import { matchOperation } from '../../../contract/octavia/match.ts';
import { isOperationId, operations } from '../../../contract/octavia/operations/index.ts';
import type { Operation } from '../../../contract/octavia/operations/operation.ts';
import type { Clock } from '../../../contract/shared/clock.ts';
import { PanelError } from '../../reply.ts';
import type { Upstream } from '../../upstream.ts';
import type { Provider } from '../provider.ts';
import { isAllowed } from './access-rules.ts';
import { checkChange } from './check-change.ts';
import { octaviaCheckReads } from './check-reads.ts';
import { octaviaLimits } from './limits.ts';
import { parsed, unwrapped } from './reads.ts';
import { subjects } from './subject.ts';

/** OpenStack Octavia v2. */
export function octaviaProvider(upstream: Upstream, clock: Clock): Provider {
  const limits = octaviaLimits(clock);
  const operationOf = (id: string): Operation | undefined => (isOperationId(id) ? operations[id] : undefined);
  return {
    name: 'octavia',
    apiName: 'Octavia',
    firstReads: [firstList],
    call(session, region, method, path, query) {
      const match = matchOperation(method, path);
      return (
        match && {
          operation: match.id,
          region,
          method,
          url: session.endpoints[region] + path + query,
          path: path + query,
          params: match.params,
          counted: true,
        }
      );
    },
    isOperation: isOperationId,
    isWrite(id) {
      const operation = operationOf(id);
      return operation !== undefined && operation.root !== 'identity' && operation.method !== 'GET';
    },
    limits,
    subjectOf: subjects(upstream),
    refuses({ status, body }) {
      if (status < 400) return false;
      return meaningOf(readFault(status, new TextDecoder().decode(body))) !== 'unknown';
    },
    createdId({ operation }, { body }) {
      const id = operation === 'octavia.loadBalancers.create' ? unwrapped(parsed(body))?.id : undefined;
      return typeof id === 'string' && /^[\w-]{1,64}$/.test(id) ? id : undefined;
    },
    explain({ endpoints, rules }, { method, region, path }, { status }) {
      const [bare = ''] = path.split('?');
      if (status !== 401 || !rules || isAllowed(rules, method, bare, endpoints[region])) return null;
      return new PanelError(
        403,
        'access-rule',
        `The application credential’s access rules do not allow ${method} ${bare}. Use a credential without rules, or with a rule for it.`,
      );
    },
    // No name of a role proves anything about load balancers: whoever has the key of a change may say how it ended.
    missingRight: ({ roles }, right) =>
      right === 'verdict' || roles.some((role) => /^(load-balancer_)?admin$/i.test(role))
        ? null
        : 'Feedback is exported by admins: your user needs the role admin or load-balancer_admin.',
    checkChange: (session, record, laterChange) =>
      checkChange({ upstream, clock, limits }, session, record, laterChange),
    checks: octaviaCheckReads(upstream),
    openApi: async () => (await import('../../../contract/octavia/openapi.ts')).buildOpenApi(),
  };
}
