/** A number with its noun: `1 node`, `3 nodes`, `12,000 connections`. */
export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number.toLocaleString('en-US')} ${number === 1 ? one : many}`;
