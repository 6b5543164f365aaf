/** `--short` tries a measurement out in seconds: its figures are printed and not kept. */
export const isShort = process.argv.includes('--short');

/** A count, or a time in milliseconds, of the long form and of the short one. */
export const form = (long: number, short: number): number => (isShort ? short : long);
