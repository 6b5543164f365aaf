import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** A key and a certificate that it signed for itself, in PEM. */
export interface SelfSigned {
  readonly certificate: string;
  readonly privateKey: string;
}

const tag = { integer: 0x02, bits: 0x03, octets: 0x04, oid: 0x06, utf8: 0x0c, time: 0x17, sequence: 0x30, set: 0x31 };

/** One value in DER. Source: ITU-T X.690, 8 and 10. */
function der(type: number, ...content: (Uint8Array | string)[]): Buffer {
  const body = Buffer.concat(content.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)));
  if (body.length < 0x80) return Buffer.concat([Buffer.from([type, body.length]), body]);
  const size = Buffer.from(
    body.length.toString(16).padStart(body.length > 0xffff ? 6 : body.length > 0xff ? 4 : 2, '0'),
    'hex',
  );
  return Buffer.concat([Buffer.from([type, 0x80 | size.length]), size, body]);
}

const oid = (hex: string): Buffer => der(tag.oid, Buffer.from(hex, 'hex'));
const bits = (value: Uint8Array): Buffer => der(tag.bits, Buffer.from([0]), value);
const oids = {
  commonName: '550403',
  alternativeName: '551d11',
  ecdsaSha256: '2a8648ce3d040302',
  rsaSha256: '2a864886f70d01010b',
  rsaSha1: '2a864886f70d010105',
};

const utcTime = (at: number): Buffer =>
  der(tag.time, `${new Date(at).toISOString().replaceAll(/[-:T]/g, '').slice(2, 14)}Z`);

const dayLength = 86_400_000;

/**
 * Makes a key and a self-signed X.509 certificate for host names (RFC 5280, 4.1), so that no `openssl` program is needed.
 * `now`: milliseconds since the Unix epoch; it is valid from a day before and for ten years. `key`: `ec` (P-256), `rsa` (2048 bits), or `weak`
 * (RSA of 1024 bits, signed with SHA-1), which many programs refuse.
 */
export function selfSigned(hostNames: readonly string[], now: number, key: 'ec' | 'rsa' | 'weak' = 'ec'): SelfSigned {
  const { publicKey, privateKey }: { publicKey: KeyObject; privateKey: KeyObject } =
    key === 'ec'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : generateKeyPairSync('rsa', { modulusLength: key === 'weak' ? 1024 : 2048 });
  const algorithm =
    key === 'ec'
      ? der(tag.sequence, oid(oids.ecdsaSha256))
      : der(tag.sequence, oid(key === 'weak' ? oids.rsaSha1 : oids.rsaSha256), Buffer.from([0x05, 0x00]));
  const name = der(
    tag.sequence,
    der(tag.set, der(tag.sequence, oid(oids.commonName), der(tag.utf8, Buffer.from(hostNames[0] ?? 'localhost')))),
  );
  const names = der(tag.sequence, ...hostNames.map((hostName) => der(0x82, hostName)));
  const content = der(
    tag.sequence,
    der(0xa0, der(tag.integer, Buffer.from([2]))),
    der(tag.integer, Buffer.from([1]), randomBytes(15)),
    algorithm,
    name,
    der(tag.sequence, utcTime(now - dayLength), utcTime(now + 3650 * dayLength)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, der(tag.sequence, der(tag.sequence, oid(oids.alternativeName), der(tag.octets, names)))),
  );
  const whole = der(
    tag.sequence,
    content,
    algorithm,
    bits(sign(key === 'weak' ? 'sha1' : 'sha256', content, privateKey)),
  );
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}
