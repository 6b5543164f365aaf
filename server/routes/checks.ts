import { z } from 'zod';
import { readJson } from '../body.ts';
import type { ClientMemory } from '../checks/prober.ts';
import { type CheckedLoadBalancer, chooseTarget } from '../checks/target.ts';
import { judge, type Probe } from '../checks/verdict.ts';
import { type Panel, type PanelApp, signedIn } from '../panel-context.ts';
import { PanelError } from '../reply.ts';
import type { Session } from '../sessions/session.ts';
import { storableText } from '../text.ts';
import { UpstreamError } from '../upstream.ts';

/** Milliseconds for one request of a check, and for all of them. */
const requestTimeout = 5_000;
const checkTimeout = 60_000;
/** Checks under way at once for one account. */
const concurrent = 2;
/** Largest answer to the read of the details, in bytes. */
const detailsLimit = 1024 * 1024;

const checkBody = z.strictObject({
  region: storableText(255, 1),
  loadBalancerId: z.string().regex(/^\d{1,12}$/, 'must be the load balancer’s id, digits only'),
  requests: z.int().min(4).max(100).default(24),
  /** Response header in which the nodes say their name. */
  header: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,64}$/, 'must be the name of an HTTP header')
    .default('X-Node'),
  path: z
    .string()
    .max(1_024)
    .regex(/^\/[\x21-\x7e]*$/, 'must begin with / and hold no spaces')
    .default('/'),
  host: z
    .string()
    .regex(/^[A-Za-z0-9.:-]{1,253}$/, 'must be a host name')
    .nullable()
    .default(null),
  secure: z.boolean().default(false),
});

async function readSubject(panel: Panel, session: Session, region: string, id: string): Promise<CheckedLoadBalancer> {
  const endpoint = Object.hasOwn(session.endpoints, region) ? session.endpoints[region] : undefined;
  if (!endpoint)
    throw new PanelError(404, 'unknown-region', 'This account has no region of that name.', { field: 'region' });
  try {
    const answer = await panel.upstream({
      method: 'GET',
      url: `${endpoint}/loadbalancers/${id}`,
      headers: { 'X-Auth-Token': session.token, 'User-Agent': 'Holdfast', accept: 'application/json' },
      body: null,
      limit: detailsLimit,
      timeout: 10_000,
      account: session.account,
    });
    if (answer.status === 401) throw new PanelError(401, 'signed-out', 'Your sign-in has expired. Sign in again.');
    if (answer.status !== 200)
      throw new PanelError(
        answer.status === 404 ? 404 : 502,
        'check-no-details',
        `${region} did not give the details of load balancer ${id} (status ${answer.status}), so there is nothing to check. Look at the load balancer, then try again.`,
      );
    return JSON.parse(new TextDecoder().decode(answer.body)).loadBalancer as CheckedLoadBalancer;
  } catch (error) {
    if (error instanceof PanelError) throw error;
    const why = error instanceof UpstreamError ? 'does not answer' : 'gave details that cannot be read';
    throw new PanelError(
      502,
      'check-no-details',
      `${region} ${why}, so there is nothing to check. Try again in a moment.`,
    );
  }
}

/**
 * `POST /panel/checks`: sends a bounded number of GETs to the load balancer's own virtual IP, each on a fresh connection, half of them
 * as one client that keeps cookies and TLS session, and streams what each met as one JSON line; the last line is the verdict.
 */
export function checkRoutes(app: PanelApp, panel: Panel): void {
  const underWay = new Map<string, number>();

  app.post('/panel/checks', async (context) => {
    const { reply } = context.env;
    const request = context.req.raw;
    const session = await signedIn(panel, request.headers);
    context.env.session = session;
    context.env.route = 'checks.run';
    const { probe } = panel.options;
    if (!probe)
      throw new PanelError(
        501,
        'checks-not-here',
        'This panel runs without a server, so it cannot send requests to a virtual IP.',
      );
    const asked = await readJson(request, checkBody);
    const running = underWay.get(session.account) ?? 0;
    if (running >= concurrent)
      throw new PanelError(
        429,
        'checks-busy',
        'Two checks of this account are under way. Wait for one to end, then try again.',
      );
    underWay.set(session.account, running + 1);
    const leave = () => underWay.set(session.account, (underWay.get(session.account) ?? 1) - 1);

    try {
      const subject = await readSubject(panel, session, asked.region, asked.loadBalancerId);
      const choice = chooseTarget(subject, {
        local: session.local,
        networks: panel.options.checkNetworks ?? [],
        secure: asked.secure,
      });
      if ('refusal' in choice) throw new PanelError(422, 'check-refused', choice.refusal);
      const { target } = choice;
      const stop = new AbortController();
      const cancelDeadline = panel.clock.after(checkTimeout, () => stop.abort());
      const memory: ClientMemory = { cookies: new Map(), tlsSession: undefined };
      const probes: Probe[] = [];
      const encoder = new TextEncoder();
      const line = (value: unknown) => encoder.encode(`${JSON.stringify(value)}\n`);
      const finish = () => {
        cancelDeadline();
        leave();
      };
      const lines = new ReadableStream<Uint8Array>({
        start(controller) {
          controller.enqueue(
            line({ target, requests: asked.requests, type: subject.sessionPersistence?.persistenceType ?? null }),
          );
        },
        async pull(controller) {
          if (probes.length < asked.requests && !stop.signal.aborted) {
            const kept = probes.length % 2 === 0;
            const met = await probe({
              target,
              path: asked.path,
              header: asked.header.toLowerCase(),
              host: asked.host,
              memory: kept ? memory : null,
              timeout: requestTimeout,
              signal: stop.signal,
            });
            probes.push(met);
            controller.enqueue(line({ probe: met }));
            return;
          }
          const verdict = judge(
            {
              type: subject.sessionPersistence?.persistenceType ?? null,
              healthyNodes: (subject.nodes ?? []).filter(
                ({ condition, status }) => condition === 'ENABLED' && status === 'ONLINE',
              ).length,
              contentCaching: subject.contentCaching?.enabled ?? false,
            },
            probes,
          );
          controller.enqueue(line({ verdict }));
          controller.close();
          finish();
        },
        cancel() {
          stop.abort();
          finish();
        },
      });
      return reply.send(200, lines, { 'Content-Type': 'application/x-ndjson' });
    } catch (error) {
      leave();
      throw error;
    }
  });
}
