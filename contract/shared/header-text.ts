import { encoded } from './text.ts';

/**
 * Text as the value of one of the panel's own headers (`X-Holdfast-Name` and its like), which hold ASCII only: URI-encoded.
 * `longest`: UTF-16 units that are kept; what is longer ends in `…`. Never throws.
 */
export function headerText(text: string, longest = Number.POSITIVE_INFINITY): string {
  const kept = text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
  return encoded(kept);
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
