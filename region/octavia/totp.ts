const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** Milliseconds that a passcode is the present one. Keystone takes the one before it, too. */
export const passcodeStep = 30_000;

function base32(text: string): Uint8Array<ArrayBuffer> {
  const bits = [...text].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Uint8Array.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

/** The passcode of a secret (base32) at a time (milliseconds since the epoch): RFC 6238 with SHA-1, six digits, thirty seconds. */
export async function passcode(secret: string, now: number): Promise<string> {
  const counter = new DataView(new ArrayBuffer(8));
  counter.setBigUint64(0, BigInt(Math.floor(now / passcodeStep)));
  const key = await crypto.subtle.importKey('raw', base32(secret), { name: 'HMAC', hash: 'SHA-1' }, false, ['sign']);
  const digest = new DataView(await crypto.subtle.sign('HMAC', key, counter.buffer));
  const number = digest.getUint32(digest.getUint8(19) & 15) & 0x7fff_ffff;
  return `${number % 1_000_000}`.padStart(6, '0');
}
