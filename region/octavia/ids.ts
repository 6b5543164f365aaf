/** 0 ≤ n < 1. */
export type Random = () => number;

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Eight hexadecimal digits. */
function eight(random: Random): string {
  const word = Math.floor(random() * 2 ** 32);
  return `${hex[word >>> 24]}${hex[(word >>> 16) & 255]}${hex[(word >>> 8) & 255]}${hex[word & 255]}`;
}

/** Thirty-two hexadecimal digits, as Keystone makes ids. */
export const hexId = (random: Random): string => eight(random) + eight(random) + eight(random) + eight(random);

/** A UUID of version 4. */
export function uuid(random: Random): string {
  const [one, two, three] = [eight(random), eight(random), eight(random)];
  const variant = '89ab'[Math.floor(random() * 4)];
  return `${one}-${two.slice(0, 4)}-4${two.slice(5)}-${variant}${three.slice(1, 4)}-${three.slice(4)}${eight(random)}`;
}

/** A token that looks like one of Keystone's. */
export const tokenText = (random: Random): string =>
  `gAAAAAB${Array.from({ length: 176 }, () => letters[Math.floor(random() * letters.length)]).join('')}`;
