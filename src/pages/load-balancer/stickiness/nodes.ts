import type { CheckProbe } from '../../../api/checks/checks.ts';

/** How many looks the strip has; a node beyond them shares one, and its letter still tells it apart. */
export const looks = 6;

export interface SeenNode {
  readonly name: string;
  readonly letter: string;
  readonly look: number;
  readonly count: number;
}

/** The nodes that answered, in the order of their names, each with the letter and the look of its squares. */
export function seenNodes(probes: readonly CheckProbe[]): readonly SeenNode[] {
  const counts = new Map<string, number>();
  for (const { node } of probes) if (node !== null) counts.set(node, (counts.get(node) ?? 0) + 1);
  return [...counts]
    .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
    .map(([name, count], index) => ({
      name,
      letter: String.fromCodePoint(65 + (index % 26)),
      look: index % looks,
      count,
    }));
}

/** What a row of the strip amounts to: "12 of 12 on n2", or "n1 4 · n2 4 · n3 4". */
export function tally(probes: readonly CheckProbe[]): string {
  const nodes = seenNodes(probes);
  const count = (of: (probe: CheckProbe) => boolean) => probes.filter(of).length;
  const say = (found: number, words: string) => (found > 0 ? [`${found} ${words}`] : []);
  const others = [
    ...say(
      count(({ node, error }) => node === null && error === null),
      'from nodes unknown',
    ),
    ...say(
      count(({ error, answered }) => error !== null && answered),
      'not from a node',
    ),
    ...say(
      count(({ error, answered }) => error !== null && !answered),
      'not answered',
    ),
  ];
  const [only, ...more] = nodes;
  const counted = !only
    ? []
    : more.length === 0
      ? [`${only.count} of ${probes.length} on ${only.name}`]
      : nodes.map(({ name, count }) => `${name} ${count}`);
  return [...counted, ...others].join(' · ');
}
