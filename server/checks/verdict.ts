import type { CheckVerdict, Marker } from '../../contract/shared/stickiness-check.ts';
import { type Kind, kindsOf, type MarkRules, whyNotFromNode } from './evidence.ts';
import type { Probe } from './probe.ts';

/**
 * What a stickiness check means: the rules of docs/stickiness.md. A verdict is given only where the marks prove it; whatever could have
 * come about otherwise reads "cannot tell", with what would help.
 */

export interface CheckSubject extends MarkRules {
  /** The API's persistence type; null when disabled. */
  readonly type: string | null;
  readonly status: string;
  readonly statusOf: 'load balancer' | 'pool';
  /** Name of the application's own cookie that is followed; null where none is. */
  readonly applicationCookie: string | null;
  /** Nodes that may answer at all: all but the disabled ones. */
  readonly nodes: number;
  /** Nodes that take new clients: ENABLED and ONLINE. */
  readonly healthyNodes: number;
  readonly contentCaching: boolean;
  /** The header that was asked for, as the user wrote it. */
  readonly header: string;
  /** Names in that header by which an earlier check of the same nodes told them apart. */
  readonly knownNames: readonly string[];
  /** Whether the load balancer's own session table held this client on one node all the while; null where there is no looking at it. */
  readonly heldByTable: boolean | null;
}

export interface Judgement {
  readonly verdict: CheckVerdict;
  /** The marks that stand for nodes; null where none does. */
  readonly shown: Kind | null;
}

const cannotTell = (words: string): CheckVerdict => ({ outcome: 'cannot-tell', words: `Cannot tell: ${words}` });
const sticky = (words: string): CheckVerdict => ({ outcome: 'sticky', words: `Sticky: ${words}` });
const notSticky = (words: string): CheckVerdict => ({ outcome: 'not-sticky', words: `Not sticky: ${words}` });

/** How likely it may be that a client which nobody keeps met one node only, as the marks would have it. */
const mostChance: Record<Marker, number> = { header: 0.05, cookie: 0.05, certificate: 0.05, body: 0.001 };

const compared: Record<Marker, string> = {
  header: '',
  cookie: ' Compared: the load balancer’s own cookie.',
  certificate: ' Compared: the nodes’ certificates.',
  body: ' Compared: the whole answers, which differ from node to node.',
};

const marked = (marks: readonly (string | null)[]): string[] => marks.filter((mark) => mark !== null);
const counted = (marks: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const mark of marks) counts.set(mark, (counts.get(mark) ?? 0) + 1);
  return counts;
};

const shortened = (name: string): string => (name.length > 48 ? `${name.slice(0, 47)}…` : name);

const help = ({ header }: CheckSubject): string =>
  `Let each node send its own name in the header ${header}, for instance with nginx: add_header ${header} $hostname always;`;

/** Why the circumstances allow no verdict, whatever the answers say; null when they do. */
function obstacle(subject: CheckSubject, probes: readonly Probe[]): string | null {
  const { type, status, healthyNodes, contentCaching } = subject;
  if (probes.every(({ status }) => status === null))
    return `nothing answered. ${probes[0]?.error ?? ''} Run it again when it answers.`.replace('  ', ' ');
  if (healthyNodes === 0) return 'no node is enabled and online.';
  if (healthyNodes === 1)
    return 'only one node is enabled and online, so every request goes there with or without persistence.';
  if (status !== 'ACTIVE')
    return `the ${subject.statusOf} is ${status}, so its setting may not be in force. Run it again later.`;
  if (contentCaching)
    return 'content caching is on, so the load balancer may have answered from its cache instead of a node.';
  if (type === 'SSL_ID' && probes.some(({ tls }) => tls === 'TLSv1.3'))
    return 'the node speaks TLS 1.3, which has no stable session ID, so SSL session ID cannot hold a client there.';
  const { applicationCookie } = subject;
  if (applicationCookie !== null && !probes.some(({ set }) => set.some(([name]) => name === applicationCookie)))
    return `the application set no cookie ${applicationCookie}, so there was none to follow. Check a path on which it does.`;
  const reasons = probes.flatMap((probe) => whyNotFromNode(probe) ?? []);
  if (reasons.length === probes.length)
    return `no answer is known to come from a node. ${mostFrequent(reasons)} Check a path that nodes answer with 200, or one under which they send the header ${subject.header}.`;
  return null;
}

const mostFrequent = (reasons: readonly string[]): string =>
  [...counted(reasons)].sort(([, a], [, b]) => b - a)[0]?.[0] ?? '';

/** What the marks of one kind prove by themselves. */
function weigh(subject: CheckSubject, probes: readonly Probe[], { marker, marks }: Kind): CheckVerdict {
  const of = (group: Probe['group']) => marks.filter((_, index) => probes[index]?.group === group);
  const all = counted(marked(marks));
  const kept = counted(marked(of('kept')));
  const fresh = marked(of('fresh'));
  const unmarked = marks.filter((mark) => mark === null).length;
  const keptUnmarked = of('kept').filter((mark) => mark === null).length;
  // Nodes may share a mark, so fewer marks than nodes stand for at least so many.
  const nodes = (seen: number) => `${all.size < subject.healthyNodes ? 'at least ' : ''}${seen} nodes`;
  // A mark that never comes back shows nothing of a node, which would.
  const again = (seen: ReadonlyMap<string, number>) =>
    [...seen.keys()].filter((mark) => (all.get(mark) ?? 0) > 1).length;

  if (all.size > subject.nodes)
    return marker === 'body'
      ? cannotTell(`the page changes from answer to answer, so it does not show which node gave it. ${help(subject)}`)
      : cannotTell(
          `${all.size} different ${marker === 'header' ? `values of ${subject.header}` : `${marker}s`} came from ${subject.nodes} nodes, so they do not name nodes. ${help(subject)}`,
        );

  if (subject.type === 'SOURCE_IP') {
    if (all.size > 1)
      return marker !== 'body' && again(all) > 1
        ? notSticky(
            `requests from one address went to ${nodes(all.size)}, and Source IP should hold them on one.${compared[marker]}`,
          )
        : differing(subject, marker);
    if (unmarked > 0) return incomplete(subject, probes, unmarked);
    const [name = ''] = all.keys();
    const known = subject.knownNames.length > 1 && subject.knownNames.includes(name);
    if (marker === 'header' && (known || subject.heldByTable))
      return sticky('every request from this address went to one node, with and without cookies, as Source IP should.');
    if (marker === 'header')
      return cannotTell(
        `every request went to a node that calls itself ${shortened(name)}, but nothing shows yet that no other node does. Run the check once while session persistence is disabled: it remembers the names it meets.`,
      );
    return alike(subject, marker);
  }

  if (kept.size > 1) {
    if (marker === 'body' || again(kept) < 2) return differing(subject, marker);
    if (subject.type === null)
      return notSticky(`requests went to ${nodes(all.size)}. Session persistence is disabled.${compared[marker]}`);
    const what = subject.type === 'SSL_ID' ? 'its TLS session' : 'its cookies';
    return notSticky(`a client that keeps ${what} went to ${nodes(kept.size)}.${compared[marker]}`);
  }
  if (keptUnmarked > 0) return incomplete(subject, probes, keptUnmarked);
  if (all.size === 1) return alike(subject, marker);
  const [home = ''] = kept.keys();
  const share = (fresh.filter((mark) => mark === home).length + 1) / (fresh.length + 2);
  const keptCount = of('kept').length;
  if (fresh.length < 2 || share ** (keptCount - 1) > mostChance[marker])
    return cannotTell('too few requests to tell persistence from chance. Run the check again with more.');
  if (subject.type === null)
    return cannotTell(
      'a client that keeps what it is given stayed on one node although session persistence is disabled. Something else may keep it there: the nodes, or the algorithm.',
    );
  if (subject.type === 'SSL_ID') {
    if (!probes.some(({ group, resumed }) => group === 'kept' && resumed))
      return cannotTell('the node did not take the TLS session up again, so there was no session ID to follow.');
    return sticky(`a client that keeps its TLS session stays on its node.${compared[marker]}`);
  }
  // What a node answers to its own cookie may depend on the cookie instead of the node.
  if (marker === 'body' && probes.some(({ sent }) => sent.some((name) => !subject.ownCookie?.(name))))
    return cannotTell(
      `the answers may differ because of cookies that the nodes set themselves, not because of the node. ${help(subject)}`,
    );
  if (subject.type === 'HTTP_COOKIE')
    return sticky(`a client that keeps the cookie stays on its node.${compared[marker]}`);
  if (subject.applicationCookie !== null)
    return sticky(
      `a client that keeps the application’s cookie ${subject.applicationCookie} stays on its node.${compared[marker]} A client that held the cookie before the last change of the load balancer is bound only once it is set again.`,
    );
  return sticky(
    `a client that keeps its cookies and TLS session stays on its node (type ${subject.type}).${compared[marker]}`,
  );
}

function incomplete(subject: CheckSubject, probes: readonly Probe[], missing: number): CheckVerdict {
  const reason = mostFrequent(probes.flatMap((probe) => whyNotFromNode(probe) ?? []));
  return reason === ''
    ? cannotTell(
        probes.some(({ resumed }) => resumed)
          ? `a TLS session that is taken up again shows no certificate, so ${missing} answers do not say which node gave them. ${help(subject)}`
          : `${missing} answers do not say which node gave them. ${help(subject)}`,
      )
    : cannotTell(`${missing} of ${probes.length} requests may have gone to another node. ${reason}`);
}

function alike(subject: CheckSubject, marker: Marker): CheckVerdict {
  if (marker === 'header')
    return cannotTell(
      `every request came back with the same ${subject.header}: either all went to one node, or the nodes share that name. Let each node send a name of its own.`,
    );
  return cannotTell(`all answers look alike, so the nodes cannot be told apart. ${help(subject)}`);
}

function differing(subject: CheckSubject, marker: Marker): CheckVerdict {
  return marker === 'body'
    ? cannotTell(`the answers differ, but that may be the page’s doing instead of the node’s. ${help(subject)}`)
    : cannotTell('too few requests to tell persistence from chance. Run the check again with more.');
}

/** Whether pages that follow the load balancer's cookie show that the client which kept its cookie met another node. */
function contradicted(probes: readonly Probe[], cookies: Kind, bodies: Kind): boolean {
  const pages = new Map<string, string>();
  for (const [index, { group }] of probes.entries()) {
    const [cookie, page] = [cookies.marks[index], bodies.marks[index]];
    if (group !== 'fresh' || cookie == null || page == null) continue;
    if ((pages.get(cookie) ?? page) !== page) return false;
    pages.set(cookie, page);
  }
  if (new Set(pages.values()).size < 2) return false;
  return probes.some(({ group }, index) => {
    const page = bodies.marks[index];
    const expected = pages.get(cookies.marks[index] ?? '');
    return group === 'kept' && page != null && expected !== undefined && page !== expected;
  });
}

/** The verdict on a finished check, in the user's words. `probes` in the order in which they were sent. */
export function judge(subject: CheckSubject, probes: readonly Probe[]): Judgement {
  const kinds = kindsOf(probes, subject);
  const trusted = kinds.find(({ marker, marks }) => marker !== 'body' && new Set(marked(marks)).size <= subject.nodes);
  const inTheWay = obstacle(subject, probes);
  if (inTheWay !== null) {
    const named = trusted?.marker === 'header' ? trusted : null;
    return { verdict: cannotTell(inTheWay), shown: named };
  }
  const findings = kinds.map((kind) => ({ kind, verdict: weigh(subject, probes, kind) }));
  const definite = findings.filter(({ verdict }) => verdict.outcome !== 'cannot-tell');
  const of = (marker: Marker) => kinds.find((kind) => kind.marker === marker);
  const [cookies, bodies] = [of('cookie'), of('body')];
  const varied = findings.find(({ kind }) => new Set(marked(kind.marks)).size > 1);
  const found = definite[0] ?? varied ?? findings[0];
  if (!found) return { verdict: cannotTell(`the answers bear nothing to compare. ${help(subject)}`), shown: null };
  const opposed =
    definite.some(({ verdict }) => verdict.outcome !== found.verdict.outcome) ||
    (found.kind.marker === 'cookie' && cookies && bodies && contradicted(probes, cookies, bodies));
  if (opposed)
    return {
      verdict: cannotTell(
        `the marks contradict each other: by ${words[found.kind.marker]} it would be ${found.verdict.outcome === 'sticky' ? 'sticky' : 'not sticky'}, by others the opposite. ${help(subject)}`,
      ),
      shown: null,
    };
  if (found.verdict.outcome !== 'cannot-tell') return { verdict: found.verdict, shown: found.kind };
  const seen = trusted && (trusted.marker === 'header' || new Set(marked(trusted.marks)).size > 1) ? trusted : null;
  return { verdict: found.verdict, shown: seen };
}

const words: Record<Marker, string> = {
  header: 'the header',
  cookie: 'the load balancer’s cookie',
  certificate: 'the certificates',
  body: 'the pages',
};
