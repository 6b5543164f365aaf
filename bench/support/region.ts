/** Signs a demo user in at a local region. `endpoint` gives the root of a region's API, such as `http://…/ord/v1.0/100001`. */
export async function signInAtRegion(
  url: string,
  user = 'admin',
): Promise<{ token: string; endpoint(region: string): string }> {
  const answer = await fetch(`${url}/v2.0/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ auth: { 'RAX-KSKEY:apiKeyCredentials': { username: user, apiKey: `${user}-key` } } }),
  });
  const { access } = (await answer.json()) as {
    access: {
      token: { id: string };
      serviceCatalog: { type: string; endpoints: { region: string; publicURL: string }[] }[];
    };
  };
  const { endpoints } = access.serviceCatalog.find(({ type }) => type === 'rax:load-balancer')!;
  return {
    token: access.token.id,
    endpoint: (region) => endpoints.find((each) => each.region === region)!.publicURL,
  };
}

/** Signs a demo user in at the panel; gives the cookie to send. */
export async function signInAtPanel(url: string, user = 'admin'): Promise<string> {
  const answer = await fetch(`${url}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ username: user, apiKey: `${user}-key` }),
  });
  if (answer.status !== 200) throw new Error(`The panel refused the sign-in: ${await answer.text()}`);
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

/** Ids of the first load balancers below the root of a region's API, page by page; fewer than `count` where there are no more. */
export async function firstIds(
  root: string,
  headers: Readonly<Record<string, string>>,
  count: number,
): Promise<number[]> {
  const ids: number[] = [];
  while (ids.length < count) {
    const after = ids.length > 0 ? `&marker=${ids.at(-1)! + 1}` : '';
    const answer = await fetch(`${root}/loadbalancers?limit=100${after}`, { headers });
    const { loadBalancers } = (await answer.json()) as { loadBalancers: { id: number }[] };
    if (loadBalancers.length === 0) break;
    ids.push(...loadBalancers.map(({ id }) => id));
  }
  return ids.slice(0, count);
}
