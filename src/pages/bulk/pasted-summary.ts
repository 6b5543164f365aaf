interface Pasted {
  /** Entries that mean one load balancer. */
  readonly found: number;
  readonly unknown: number;
  readonly ambiguous: number;
  /** Found once more under another entry, as by id and by name. */
  readonly repeated: number;
  /** In the run before. */
  readonly there: number;
}

const listed = (parts: readonly (string | false)[]): string => parts.filter(Boolean).join(', ');

/** What became of the entries of a pasted list; where fewer are added than were found, why. */
export function pastedSummary({ found, unknown, ambiguous, repeated, there }: Pasted): string {
  const first = listed([
    `${found} found`,
    unknown > 0 && `${unknown} unknown`,
    ambiguous > 0 && `${ambiguous} ambiguous`,
  ]);
  if (repeated + there === 0) return first;
  const why = listed([
    repeated > 0 && `${repeated} listed more than once`,
    there > 0 && `${there} already in this run`,
  ]);
  return `${first}. ${repeated + there} not added: ${why}.`;
}
