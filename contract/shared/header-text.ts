import { encoded } from './text.ts';

/** Bytes that one of them may take: all of a request's together have to stay below 16 kB. */
const largest = 4_000;

/**
 * Text as the value of one of the panel's own headers (`X-Holdfast-Name` and its like), which hold ASCII only: URI-encoded.
 * `longest`: UTF-16 units that are kept, fewer where they take more than 4 kB; what is longer ends in `…`. Never throws.
 */
export function headerText(text: string, longest = Number.POSITIVE_INFINITY): string {
  for (let most = Math.min(longest, text.length); ; most = Math.floor(most * 0.9)) {
    const value = encoded(text.length > most ? `${text.slice(0, Math.max(0, most - 1))}…` : text);
    if (value.length <= largest || most <= 1) return value;
  }
}

const brokenEscape = /%(?![0-9a-f]{2})/i;
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * The text of such a header. Bytes that are no character become U+FFFD: how a name is spelled is no reason to stop a change.
 * Null when the header is not URI-encoded.
 */
export function textOfHeader(value: string): string | null {
  if (brokenEscape.test(value)) return null;
  // HTTP knows bytes; a header's text has one character for each.
  const bytes = value.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return decoder.decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)));
}
