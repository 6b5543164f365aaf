import { type RegionProcess, startRegionProcess } from '../../testing/region-process.ts';
import type { Body } from '../../testing/test-region.ts';
import { addressOf } from './stage.ts';

/** Networks of this process's own for a region's virtual IPs. */
export const ownNetworks = `ORD=${addressOf(0)}/25,DFW=${addressOf(128)}/25`;

/** For conditions that hold once a program has started, which takes its time on a loaded machine. */
export const patiently = { timeout: 10_000 };

/** A region as a program of its own with HAProxy, and somebody signed in who asks it things in ORD. */
export interface RunningRegion extends RegionProcess {
  ask(method: string, path: string, body?: unknown): Promise<{ status: number; body: Body }>;
  control(action: string, body?: unknown): Promise<void>;
  /** Resolves with a load balancer once it is neither in BUILD nor PENDING. */
  settled(id: number): Promise<Body>;
  /** The load balancer of this name, in full. */
  named(name: string): Promise<Body>;
  /** Its feed, as XML. */
  feed(id: number): Promise<string>;
  /** Status by name, of all load balancers in ORD. */
  statuses(): Promise<Record<string, string>>;
}

/** Starts it on the data in `folder`. `env`: further settings; `user`: the number of the user to run as. */
export async function startRunningRegion(
  folder: string,
  env: Readonly<Record<string, string>>,
  user?: number,
): Promise<RunningRegion> {
  const settings = {
    DATA_DIR: folder,
    REGION_CONTROL: 'on',
    REGION_RATE_LIMITS: 'off',
    REGION_SETTLE_MS: '0',
    REGION_VIPS: ownNetworks,
  };
  const region = await startRegionProcess({ ...settings, ...env }, user);
  const json = { 'content-type': 'application/json' };
  const send = async (method: string, url: string, headers: Record<string, string>, body: unknown) => {
    const answer = await fetch(`${region.url}${url}`, {
      method,
      headers: { ...json, ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json');
    return { status: answer.status, body: (isJson ? JSON.parse(text) : text) as Body };
  };
  const credentials = { username: 'admin', apiKey: 'admin-key' };
  const { body: access } = await send(
    'POST',
    '/v2.0/tokens',
    {},
    { auth: { 'RAX-KSKEY:apiKeyCredentials': credentials } },
  );
  const token = { 'x-auth-token': access.access.token.id as string };
  const ask: RunningRegion['ask'] = (method, path, body) => send(method, `/ord/v1.0/100001${path}`, token, body);
  return {
    ...region,
    ask,
    async control(action, body = {}) {
      const answer = await send('POST', `/control/${action}`, {}, body);
      if (answer.status !== 200) throw new Error(`${action}: ${JSON.stringify(answer.body)}`);
    },
    async settled(id) {
      for (;;) {
        const { loadBalancer } = (await ask('GET', `/loadbalancers/${id}`)).body;
        if (!/^(BUILD|PENDING_)/.test(loadBalancer.status)) return loadBalancer;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    async named(name) {
      const { loadBalancers } = (await ask('GET', '/loadbalancers')).body;
      const { id } = loadBalancers.find((each: Body) => each.name === name);
      return (await ask('GET', `/loadbalancers/${id}`)).body.loadBalancer;
    },
    feed: async (id) => (await ask('GET', `/loadbalancers/${id}.atom`)).body,
    async statuses() {
      const { loadBalancers } = (await ask('GET', '/loadbalancers')).body;
      return Object.fromEntries(loadBalancers.map(({ name, status }: Body) => [name, status]));
    },
  };
}
