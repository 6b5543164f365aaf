/**
 * What a stickiness check means. Half of the requests share one client's memory (cookie jar, TLS session), half have none;
 * every request is a fresh connection from one address.
 */

/** What told the nodes apart. */
export type Marker = 'header' | 'cookie' | 'certificate' | 'body';

export interface Probe {
  readonly group: 'kept' | 'fresh';
  /** What the answer says of its node; null when no answer came or it told nothing. */
  readonly node: string | null;
  readonly marker: Marker | null;
  /** Why no answer came, as a sentence. */
  readonly error: string | null;
  /** TLS version as OpenSSL names it, such as `TLSv1.3`; null without TLS. */
  readonly tls: string | null;
  /** Whether the TLS session of the request before was taken up again. */
  readonly resumed: boolean;
}

export interface CheckSubject {
  /** The API's persistence type; null when disabled. */
  readonly type: string | null;
  /** Nodes that take new clients: ENABLED and ONLINE. */
  readonly healthyNodes: number;
  readonly contentCaching: boolean;
}

export type Outcome = 'sticky' | 'not-sticky' | 'cannot-tell';

export interface Verdict {
  readonly outcome: Outcome;
  readonly words: string;
}

const cannotTell = (words: string): Verdict => ({ outcome: 'cannot-tell', words: `Cannot tell: ${words}` });
const sticky = (words: string): Verdict => ({ outcome: 'sticky', words: `Sticky: ${words}` });
const notSticky = (words: string): Verdict => ({ outcome: 'not-sticky', words: `Not sticky: ${words}` });

const nodesOf = (probes: readonly Probe[]): Set<string> =>
  new Set(probes.flatMap(({ node }) => (node === null ? [] : [node])));

/** The verdict on a finished run, in the user's words. `probes` in the order in which they were sent. */
export function judge(subject: CheckSubject, probes: readonly Probe[]): Verdict {
  const answered = probes.filter(({ error }) => error === null);
  const kept = answered.filter(({ group }) => group === 'kept');
  const fresh = answered.filter(({ group }) => group === 'fresh');
  const failed = probes.length - answered.length;

  if (answered.length === 0)
    return cannotTell(`nothing answered. ${probes[0]?.error ?? ''} Run it again when it answers.`.replace('  ', ' '));
  if (subject.healthyNodes === 0) return cannotTell('no node is enabled and online.');
  if (subject.healthyNodes === 1)
    return cannotTell('only one node is enabled and online, so every request goes there with or without persistence.');
  if (subject.contentCaching)
    return cannotTell(
      'content caching is on, so the load balancer may have answered from its cache instead of a node.',
    );
  if (answered.some(({ node }) => node === null))
    return cannotTell('some answers do not say which node gave them. Let the nodes send a header with their name.');
  if (subject.type === 'SSL_ID' && kept.some(({ tls }) => tls === 'TLSv1.3'))
    return cannotTell(
      'the node speaks TLS 1.3, which has no session ID that stays, so SSL session ID cannot hold a client there.',
    );
  if (
    subject.type === 'SSL_ID' &&
    kept.length > 1 &&
    !kept.slice(1).some(({ resumed }) => resumed) &&
    nodesOf(kept).size === 1
  )
    return cannotTell('the node did not take the TLS session up again, so there was no session ID to follow.');
  if (failed > probes.length / 4)
    return cannotTell(
      `${failed} of ${probes.length} requests were not answered. ${probes.find(({ error }) => error)?.error ?? ''}`.trim(),
    );
  if (kept.length < 2 || fresh.length < 2) return cannotTell('too few requests were answered.');

  const keptNodes = nodesOf(kept);
  const freshNodes = nodesOf(fresh);
  const all = new Set([...keptNodes, ...freshNodes]);

  if (subject.type === 'SOURCE_IP') {
    return all.size === 1
      ? sticky('every request from this address went to one node, with and without cookies, as Source IP should.')
      : notSticky(`requests from one address went to ${all.size} nodes, and Source IP should hold them on one.`);
  }
  if (subject.type === null) {
    if (all.size > 1) return notSticky(`requests went to ${all.size} nodes. Session persistence is disabled.`);
    return answered.every(({ marker }) => marker === 'body' || marker === 'certificate')
      ? cannotTell(
          'all answers look alike, so the nodes cannot be told apart. Let the nodes send a header with their name.',
        )
      : cannotTell('every request went to one node although persistence is disabled; the algorithm may choose it.');
  }
  if (keptNodes.size > 1)
    return notSticky(
      subject.type === 'SSL_ID'
        ? `a client that keeps its TLS session went to ${keptNodes.size} nodes.`
        : `a client that keeps its cookies went to ${keptNodes.size} nodes.`,
    );
  if (freshNodes.size === 1)
    return cannotTell(
      answered.every(({ marker }) => marker === 'body' || marker === 'certificate')
        ? 'all answers look alike, so the nodes cannot be told apart. Let the nodes send a header with their name.'
        : 'requests without a memory also went to one node, so the other requests prove nothing.',
    );
  if (subject.type === 'SSL_ID') return sticky('a client that keeps its TLS session stays on its node.');
  if (subject.type === 'HTTP_COOKIE') return sticky('a client that keeps the cookie stays on its node.');
  return sticky(`a client that keeps its cookies and TLS session stays on its node (type ${subject.type}).`);
}
