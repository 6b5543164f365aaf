/** A block of a PEM text. */
export interface PemBlock {
  /** What stands behind BEGIN. */
  readonly label: string;
  /** The whole block, in lines as every reader takes them. */
  readonly text: string;
}

const block = /-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END \1-----/g;

/** Base64 in lines of 64 characters; what else stands there, as the headers of an encrypted key, keeps its lines. */
function bodyLines(body: string): string[] {
  const joined = body.replaceAll(/\s+/g, '');
  if (/^[A-Za-z0-9+/]+=*$/.test(joined)) return joined.match(/.{1,64}/g) ?? [];
  return body.split('\n').map((line) => line.trim());
}

/**
 * The blocks of a PEM text, in order. White space around and within lines does not matter, as to the service, which trims each; text
 * outside of blocks is left out. Source: RFC 7468, 2.
 */
export const pemBlocks = (text: string): PemBlock[] =>
  [...text.matchAll(block)].map(([, label = '', body = '']) => ({
    label,
    text: `${[`-----BEGIN ${label}-----`, ...bodyLines(body), `-----END ${label}-----`].join('\n')}\n`,
  }));

export const certificateBlocks = (text: string): PemBlock[] =>
  pemBlocks(text).filter(({ label }) => /^(X509 |TRUSTED )?CERTIFICATE$/.test(label));

/** The first private key of a text; undefined when it has none. */
export const keyBlock = (text: string): PemBlock | undefined =>
  pemBlocks(text).find(({ label }) => label.endsWith('PRIVATE KEY'));
