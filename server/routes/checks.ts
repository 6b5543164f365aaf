import { z } from 'zod';
import type { CheckLine } from '../../contract/shared/stickiness-check.ts';
import { checked, readJson } from '../body.ts';
import { type CheckResult, runCheck } from '../checks/run-check.ts';
import { type CheckedLoadBalancer, nodesKey } from '../checks/subject.ts';
import { chooseTarget } from '../checks/target.ts';
import { describeError } from '../log.ts';
import { type Panel, type PanelApp, signedIn } from '../panel-context.ts';
import type { Provider } from '../providers/provider.ts';
import { PanelError } from '../reply.ts';
import type { Session } from '../sessions/session.ts';
import type { CheckKey, KeptCheck } from '../store/store.ts';
import { storableText } from '../text.ts';

/** Checks under way at once for one account. */
const concurrent = 2;
/** Checks that are kept for one account. */
const keptChecks = 1_000;
/** Names of nodes that are remembered, and the longest of them. */
const keptNames = 50;
const keptNameLength = 256;

const loadBalancer = ({ checks }: Provider) =>
  z.strictObject({
    region: storableText(255, 1),
    loadBalancerId: checks.loadBalancerId,
    part: (checks.part ?? z.never()).optional(),
  });
type CheckedRef = z.output<ReturnType<typeof loadBalancer>>;

/** Headers that the load balancer's own answers have, too, or that speak of the answer instead of its node. */
const namesNoNode =
  /^(age|cache-control|connection|content-.*|date|etag|expires|keep-alive|last-modified|location|pragma|proxy-.*|retry-after|set-cookie|strict-transport-security|trailer|transfer-encoding|upgrade|vary)$/i;

const options = z.strictObject({
  requests: z.int().min(4).max(100).default(24),
  /** Response header in which the nodes say their name. */
  header: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,64}$/, 'must be the name of an HTTP header')
    .refine((name) => !namesNoNode.test(name), 'must be a header that names the node, such as X-Node')
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
const checkBody = (provider: Provider) => z.strictObject({ ...loadBalancer(provider).shape, ...options.shape });
type CheckBody = z.output<ReturnType<typeof checkBody>>;

/** The last check of each part is kept by itself. */
const keyOf = ({ service, account }: Session, { region, loadBalancerId, part }: CheckedRef): CheckKey => ({
  service,
  account,
  region,
  loadBalancerId: part === undefined ? loadBalancerId : `${loadBalancerId}/${part}`,
});

/**
 * `POST /panel/checks`: sends a bounded number of GETs to the load balancer's own virtual IP, each on a fresh connection, half of them
 * as one client that keeps cookies and TLS session, and streams what each met as one JSON line; the last line is the verdict.
 * `GET /panel/checks?region=…&loadBalancerId=…`: the last check of a load balancer, whoever of the account ran it.
 */
export function checkRoutes(app: PanelApp, panel: Panel): void {
  const underWay = new Map<string, number>();
  const { checks } = panel.store;

  /** Takes one of the account's places; returns what gives it back. */
  function enter(account: string): () => void {
    const running = underWay.get(account) ?? 0;
    if (running >= concurrent)
      throw new PanelError(
        429,
        'checks-busy',
        'Two checks of this account are under way. Wait for one to end, then try again.',
      );
    underWay.set(account, running + 1);
    return () => {
      const left = (underWay.get(account) ?? 1) - 1;
      if (left > 0) underWay.set(account, left);
      else underWay.delete(account);
    };
  }

  app.get('/panel/checks', async (context) => {
    const session = await signedIn(panel, context.req.raw.headers);
    const asked = checked(loadBalancer(panel.provider(session)), Object.fromEntries(context.env.url.searchParams));
    const found = await checks.find(keyOf(session, asked));
    return context.env.reply.json(200, { check: found?.check ?? null });
  });

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
    const reads = panel.provider(session).checks;
    const asked = await readJson(request, checkBody(panel.provider(session)));
    const key = keyOf(session, asked);
    const { region, loadBalancerId, path } = asked;
    const about = { part: asked.part ?? null, path };
    if (!Object.hasOwn(session.endpoints, region))
      throw new PanelError(404, 'unknown-region', 'This account has no region of that name.', { field: 'region' });
    const leave = enter(session.account);
    let streams = false;
    try {
      const subject = await reads.subject(session, region, loadBalancerId, about);
      const choice = chooseTarget(subject, {
        local: session.local,
        networks: panel.options.checkNetworks ?? [],
        secure: asked.secure,
      });
      if ('refusal' in choice) throw new PanelError(422, 'check-refused', choice.refusal);
      // What earlier checks met helps; without it the check tells less.
      const before = await checks.find(key).catch(() => null);
      const known = before?.header === asked.header && before.nodes === nodesKey(subject.nodes) ? before.names : [];
      const stop = new AbortController();
      const encoder = new TextEncoder();

      const run = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
        const report = (line: CheckLine) => {
          if (!stop.signal.aborted) controller.enqueue(encoder.encode(`${JSON.stringify(line)}\n`));
        };
        try {
          const { requests, header, host } = asked;
          const result = await runCheck(
            {
              loadBalancer: subject,
              target: choice.target,
              requests,
              header,
              path,
              host,
              knownNames: known,
            },
            {
              probe,
              clock: panel.clock,
              signal: stop.signal,
              report,
              readAgain: () => reads.subject(session, region, loadBalancerId, about).catch(() => null),
              heldNode: (client) => reads.heldNode(session, region, loadBalancerId, client),
            },
          );
          if (stop.signal.aborted) return;
          const kept = keptOf(panel, session, subject, asked, result, known);
          await checks
            .keep(key, kept, keptChecks)
            .catch((error: unknown) => panel.log.warn(describeError(error), 'A stickiness check could not be kept'));
          report({ verdict: result.verdict, strip: result.strip });
          if (!stop.signal.aborted) controller.close();
        } catch (error) {
          panel.log.error(describeError(error), 'A stickiness check broke off');
          if (!stop.signal.aborted) controller.error(error);
        } finally {
          leave();
        }
      };
      const lines = new ReadableStream<Uint8Array>({
        // Not waited for: nothing may hold the account's place but the check itself.
        start: (controller) => void run(controller),
        cancel: () => stop.abort(),
      });
      streams = true;
      return reply.send(200, lines, { 'Content-Type': 'application/x-ndjson' });
    } finally {
      if (!streams) leave();
    }
  });
}

/** The check as it is kept. Names by which an earlier check told the same nodes apart are handed on. */
function keptOf(
  panel: Panel,
  { user }: Session,
  { nodes }: CheckedLoadBalancer,
  { header }: CheckBody,
  { names, ...result }: CheckResult,
  known: readonly string[],
): KeptCheck {
  const short = names.filter((name) => name.length <= keptNameLength).slice(0, keptNames);
  return {
    check: { at: new Date(panel.clock.now()).toISOString(), user, ...result },
    header,
    nodes: nodesKey(nodes),
    names: short.length > 1 ? short : known,
  };
}
