const grouped = new Intl.NumberFormat('en-US');

/** A number as it is read: `12,000`. One format for all of them: making one for each number takes longer than drawing its row. */
export const figure = (number: number): string => grouped.format(number);

/** A number with its noun: `1 node`, `3 nodes`, `12,000 connections`. */
export const count = (number: number, one: string, many = `${one}s`): string =>
  `${figure(number)} ${number === 1 ? one : many}`;

/** Words as a sentence begins. */
export const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** A value of an API's enumeration as words: `Round robin` for ROUND_ROBIN. */
export const enumWords = (value: string): string => sentence(value.toLowerCase().replaceAll('_', ' '));
