import { storableCopy } from './text.ts';

export const masked = '•••';

/** Names of members and headers whose values never reach history, calls or feedback. What a cookie is called is no secret: its value is. */
const secretName =
  /(private.?key|password|passcode|passphrase|secret|api.?key|change.?key|(auth|access|subject).?token|^token$|authorization|cookie(?![_-]?name$))/i;
const privateKey = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z0-9 ]*PRIVATE KEY-----|$)/g;

/** Deepest nesting that is looked into; deeper values are masked whole. */
const deepest = 24;

function maskValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return value.replace(privateKey, masked);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > deepest) return masked;
  if (Array.isArray(value)) return value.map((each) => maskValue(each, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => {
      const secret = secretName.test(name) && (typeof each === 'string' || name.toLowerCase() !== 'token');
      return [name, secret ? masked : maskValue(each, depth + 1)];
    }),
  );
}

/**
 * A text with its secrets masked. JSON is read and written anew, so that of duplicate keys none slips through; in anything
 * else private keys in PEM form are masked; the result can be stored (text.ts). `secrets`: values, such as the user's token, that are masked wherever they stand.
 */
export function maskText(text: string, secrets: readonly string[] = []): string {
  let clean = text;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) clean = JSON.stringify(maskValue(value, 0));
  } catch {
    clean = text.replace(privateKey, masked);
  }
  for (const secret of secrets) if (secret.length >= 8) clean = clean.replaceAll(secret, masked);
  return storableCopy(clean);
}

/** Headers with the secret ones masked; names in lower case. */
export const maskHeaders = (
  headers: Readonly<Record<string, string>>,
  secrets: readonly string[] = [],
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      secretName.test(name) || /token/i.test(name) ? masked : maskText(value, secrets),
    ]),
  );
