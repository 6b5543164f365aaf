import type { CheckProbe, Marker } from '../../contract/shared/stickiness-check.ts';
import type { Probe } from './probe.ts';

/**
 * What the answers of a check say about where they came from. A mark is compared with marks of its own kind only, and whole; an answer
 * counts as a node's only when it is known to be one.
 */

/** Why the answer is not known to be a node's, as a sentence; null when it is. */
export function whyNotFromNode({ error, status, header, cached }: Probe): string | null {
  if (error !== null || status === null) return error ?? 'No answer came.';
  if (cached) return `${status} from a cache, not from a node.`;
  // A load balancer's own pages know no node's name.
  if (header !== null || (status >= 200 && status < 300)) return null;
  if (status >= 300 && status < 400) return `${status}: a redirect that the load balancer may have made itself.`;
  return `${status}: an answer that the load balancer may have made itself.`;
}

/** One kind of mark: for each request, in order, the mark that its answer bears; null where it bears none or no node gave it. */
export interface Kind {
  readonly marker: Marker;
  readonly marks: readonly (string | null)[];
}

export interface MarkRules {
  /** Whether a cookie of this name can only be the load balancer's own; null where it sets none. */
  readonly ownCookie: ((name: string) => boolean) | null;
  /** Whether TLS reaches the nodes, so that the certificates are theirs. */
  readonly passThrough: boolean;
}

const distinct = (marks: readonly (string | null)[]): Set<string> => new Set(marks.filter((mark) => mark !== null));

/** The cookie that each answer stands for: the one it sets, or the one that the client brought and the load balancer left alone. */
function cookieMarks(probes: readonly Probe[], own: (name: string) => boolean): (string | null)[] {
  const names = new Set(probes.flatMap(({ set }) => set.map(([name]) => name).filter(own)));
  // Two such cookies: one of them is somebody else's.
  if (names.size !== 1) return probes.map(() => null);
  let kept: string | null = null;
  return probes.map((probe) => {
    const given = probe.set.find(([name]) => names.has(name))?.[1] ?? null;
    if (probe.group === 'kept') kept = given ?? kept;
    return whyNotFromNode(probe) === null ? (probe.group === 'kept' ? kept : given) : null;
  });
}

/** The kinds of marks that the answers bear, the one that says most first. */
export function kindsOf(probes: readonly Probe[], { ownCookie, passThrough }: MarkRules): Kind[] {
  const ofNodes = (mark: (probe: Probe) => string | null) =>
    probes.map((probe) => (whyNotFromNode(probe) === null ? mark(probe) : null));
  const kinds: Kind[] = [
    { marker: 'header', marks: ofNodes(({ header }) => header) },
    { marker: 'cookie', marks: ownCookie ? cookieMarks(probes, ownCookie) : [] },
    { marker: 'certificate', marks: passThrough ? ofNodes(({ certificate }) => certificate) : [] },
    { marker: 'body', marks: ofNodes(({ body }) => body) },
  ];
  return kinds.filter(({ marks }) => distinct(marks).size > 0);
}

/** Longest name that is shown whole; what is compared is never cut. */
const longestName = 48;

/** Names to show for marks: short, and no two alike. */
function namesOf(marker: Marker, marks: Iterable<string>): Map<string, string> {
  const taken = new Set<string>();
  const names = new Map<string, string>();
  for (const mark of marks) {
    const short = mark.length > longestName ? `${mark.slice(0, longestName - 1)}…` : mark;
    const plain =
      marker === 'header' ? short : `${marker} ${marker === 'cookie' ? short : mark.replaceAll(':', '').slice(0, 8)}`;
    let name = plain;
    for (let count = 2; taken.has(name); count += 1) name = `${plain} (${count})`;
    taken.add(name);
    names.set(mark, name);
  }
  return names;
}

/** The check as a picture. `kind`: the marks that stand for nodes; null where none does. */
export function stripOf(probes: readonly Probe[], kind: Kind | null): CheckProbe[] {
  const names = kind ? namesOf(kind.marker, distinct(kind.marks)) : new Map<string, string>();
  return probes.map((probe, index) => {
    const node = names.get(kind?.marks[index] ?? '') ?? null;
    return {
      group: probe.group,
      node,
      marker: node === null ? null : (kind?.marker ?? null),
      error: whyNotFromNode(probe),
      answered: probe.status !== null,
    };
  });
}
