/** Announces a change of a load balancer's session persistence in ORD, as a page does before it sends one; gives the headers of the write. */
export async function announced(
  loadBalancerId: number,
  more: Readonly<Record<string, unknown>> = {},
): Promise<Record<string, string>> {
  const answer = await fetch('/panel/changes', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      region: 'ORD',
      operation: 'sessionPersistence.enable',
      subject: { loadBalancerId: String(loadBalancerId), part: null },
      name: 'web-frontend',
      ...more,
    }),
  });
  if (answer.status !== 201) throw new Error(`Announcing answered ${answer.status}: ${await answer.text()}`);
  const { id } = (await answer.json()) as { id: string };
  return { 'content-type': 'application/json', 'x-holdfast-change': id };
}
