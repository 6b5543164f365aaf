import { z } from 'zod';
import { PanelError } from '../../reply.ts';
import type { Session } from '../../sessions/session.ts';
import { type Upstream, UpstreamError } from '../../upstream.ts';
import type { CheckReads } from '../provider.ts';
import { readDetails } from './details.ts';

/** Largest answer to the read of the details and of a session table, in bytes. */
const answerLimit = 1024 * 1024;

const sessionTable = z.object({
  sessions: z.array(z.object({ client: z.string(), nodeId: z.number().nullable() })).nullable(),
});

const parsed = (body: Uint8Array<ArrayBuffer>): unknown => JSON.parse(new TextDecoder().decode(body));

/** What a stickiness check reads of a load balancer. Sources: CLB v1.0 developer guide, "Show load balancer details"; docs/region.md, "Beyond the API". */
export function clbCheckReads(upstream: Upstream): CheckReads {
  const get = (session: Session, url: string) =>
    upstream({
      method: 'GET',
      url,
      headers: { 'X-Auth-Token': session.token, 'User-Agent': 'Holdfast', accept: 'application/json' },
      body: null,
      limit: answerLimit,
      timeout: 10_000,
      account: session.account,
    });

  return {
    loadBalancerId: z.string().regex(/^\d{1,12}$/, 'must be the load balancer’s id, digits only'),
    part: null,

    async subject(session, region, id) {
      const unread = (why: string) =>
        new PanelError(
          502,
          'check-no-details',
          `${region} ${why}, so there is nothing to check. Try again in a moment.`,
        );
      let answer: Awaited<ReturnType<typeof get>>;
      try {
        answer = await get(session, `${session.endpoints[region]}/loadbalancers/${id}`);
      } catch (error) {
        throw unread(error instanceof UpstreamError ? 'does not answer' : 'could not be asked');
      }
      if (answer.status === 401) throw new PanelError(401, 'signed-out', 'Your session expired. Sign in again.');
      if (answer.status !== 200)
        throw new PanelError(
          answer.status === 404 ? 404 : 502,
          'check-no-details',
          `${region} did not give the details of load balancer ${id} (status ${answer.status}), so there is nothing to check. Look at the load balancer, then try again.`,
        );
      let details: ReturnType<typeof readDetails>;
      try {
        details = readDetails(parsed(answer.body), session.local);
      } catch {
        details = null;
      }
      if (details === null) throw unread('gave details that cannot be read');
      if (details === 'deleted')
        throw new PanelError(422, 'check-refused', 'This load balancer is deleted, so there is nothing to check.');
      return details;
    },

    async heldNode(session, region, id, client) {
      const extras = Object.hasOwn(session.extras, region) ? session.extras[region] : undefined;
      if (!extras) return null;
      try {
        const answer = await get(session, `${extras}/loadbalancers/${id}/sessions`);
        const table = sessionTable.parse(parsed(answer.body));
        return table.sessions?.find((entry) => entry.client === client)?.nodeId ?? null;
      } catch {
        return null;
      }
    },
  };
}
