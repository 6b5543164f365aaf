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
  const failed = probes.filter(({ error }) => error !== null).length;
  const lost = failed > 0 ? [`${failed} not answered`] : [];
  const [only, ...others] = nodes;
  if (!only) return lost[0] ?? '';
  const counted =
    others.length === 0
      ? [`${only.count} of ${probes.length} on ${only.name}`]
      : nodes.map(({ name, count }) => `${name} ${count}`);
  return [...counted, ...lost].join(' · ');
}
