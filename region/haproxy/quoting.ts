/** A value that HAProxy's configuration language cannot hold; the message says which and why. */
export class Unrenderable extends Error {}

const unprintable = /\p{Cc}/u;

/**
 * A value as one word of HAProxy's configuration (configuration manual 2.2, "Quoting and escaping"), so that nothing in it is read as syntax.
 * `what` names the value in the message. Throws Unrenderable for a control character, which would end the line.
 */
export function quoted(value: string, what: string): string {
  if (unprintable.test(value)) throw new Unrenderable(`The ${what} contains a control character.`);
  return `'${value.replaceAll("'", `'"'"'`)}'`;
}

/** As `quoted`, for places where HAProxy reads `%` as the start of a log-format variable. */
export const quotedFormat = (value: string, what: string): string => quoted(value.replaceAll('%', '%%'), what);
