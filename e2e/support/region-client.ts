/** Asks a region directly, past the panel, as the account's administrator. */

export type RegionName = 'ORD' | 'DFW';

export interface LoadBalancer {
  id: number;
  name: string;
  status: string;
  protocol: string;
  port: number;
  sessionPersistence?: { persistenceType: string };
  nodes?: unknown[];
  virtualIps?: { id: number; address: string }[];
}

export interface Answer {
  status: number;
  /** Parsed JSON, or the text where it is none. */
  body: unknown;
}

interface Access {
  token: string;
  endpoints: Map<string, string>;
}

interface TokensAnswer {
  access: {
    token: { id: string };
    serviceCatalog: { type: string; name: string; endpoints: { region?: string; publicURL: string }[] }[];
  };
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  try {
    return { status: response.status, body: JSON.parse(text) };
  } catch {
    return { status: response.status, body: text };
  }
}

export class RegionClient {
  readonly url: string;
  private access: Promise<Access> | undefined;

  constructor(url: string) {
    this.url = url;
  }

  private async signIn(): Promise<Access> {
    const credentials = { username: 'admin', apiKey: 'admin-key' };
    const response = await fetch(`${this.url}/v2.0/tokens`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ auth: { 'RAX-KSKEY:apiKeyCredentials': credentials } }),
    });
    if (response.status !== 200) throw new Error(`The region refused the sign-in of admin: ${await response.text()}`);
    const { access } = (await response.json()) as TokensAnswer;
    const catalog = access.serviceCatalog.find(({ type }) => type === 'rax:load-balancer');
    const endpoints = (catalog?.endpoints ?? []).map(({ region, publicURL }) => [region ?? '', publicURL] as const);
    return { token: access.token.id, endpoints: new Map(endpoints) };
  }

  /** One request below a region's endpoint, such as `/loadbalancers/71`. A token that a restart ended is replaced once. */
  async request(region: RegionName, method: string, path: string, body?: unknown): Promise<Answer> {
    for (let attempt = 0; ; attempt += 1) {
      this.access ??= this.signIn();
      const { token, endpoints } = await this.access;
      const response = await fetch(`${endpoints.get(region)}${path}`, {
        method,
        headers: { Accept: 'application/json', 'Content-Type': 'application/json', 'X-Auth-Token': token },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const answer = await answerOf(response);
      if (answer.status !== 401 || attempt > 0) return answer;
      this.access = undefined;
    }
  }

  async loadBalancers(region: RegionName): Promise<LoadBalancer[]> {
    const { body } = await this.request(region, 'GET', '/loadbalancers?limit=100');
    return (body as { loadBalancers: LoadBalancer[] }).loadBalancers;
  }

  /** The load balancer of the demo seed with this name. */
  async named(region: RegionName, name: string): Promise<LoadBalancer> {
    const found = (await this.loadBalancers(region)).find((each) => each.name === name);
    if (!found) throw new Error(`${region} has no load balancer named ${name}.`);
    return found;
  }

  async loadBalancer(region: RegionName, id: number): Promise<LoadBalancer> {
    const { status, body } = await this.request(region, 'GET', `/loadbalancers/${id}`);
    if (status !== 200)
      throw new Error(`GET of load balancer ${id} in ${region} answered ${status}: ${JSON.stringify(body)}`);
    return (body as { loadBalancer: LoadBalancer }).loadBalancer;
  }

  /** The type that the region stores now, or undefined when session persistence is disabled. */
  async persistence(region: RegionName, id: number): Promise<string | undefined> {
    const { status, body } = await this.request(region, 'GET', `/loadbalancers/${id}/sessionpersistence`);
    if (status !== 200) throw new Error(`GET of session persistence answered ${status}: ${JSON.stringify(body)}`);
    return (body as { sessionPersistence?: { persistenceType?: string } }).sessionPersistence?.persistenceType;
  }

  /** Puts a load balancer into the wanted session persistence and waits until it is ACTIVE again. */
  async setPersistence(region: RegionName, id: number, type: string | undefined): Promise<void> {
    if ((await this.persistence(region, id)) === type) return;
    const path = `/loadbalancers/${id}/sessionpersistence`;
    const { status, body } = type
      ? await this.request(region, 'PUT', path, { sessionPersistence: { persistenceType: type } })
      : await this.request(region, 'DELETE', path);
    if (status !== 202) throw new Error(`${type ?? 'Disabling'} on ${id} answered ${status}: ${JSON.stringify(body)}`);
    await this.whenStatus(region, id, 'ACTIVE');
  }

  /** Waits until the load balancer has `status`; throws after ten seconds. */
  async whenStatus(region: RegionName, id: number, status: string): Promise<LoadBalancer> {
    const deadline = Date.now() + 10_000;
    for (;;) {
      const loadBalancer = await this.loadBalancer(region, id);
      if (loadBalancer.status === status) return loadBalancer;
      if (Date.now() > deadline) throw new Error(`Load balancer ${id} is ${loadBalancer.status}, not ${status}.`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** `POST /control/…`, which a region with REGION_CONTROL=on offers to tests. */
  async control(path: string, body: unknown = {}): Promise<Answer> {
    const response = await fetch(`${this.url}/control/${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answer = await answerOf(response);
    if (answer.status >= 400)
      throw new Error(`/control/${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer;
  }
}
