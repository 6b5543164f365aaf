import type { SnippetRequest } from './request.ts';

/** One word for a POSIX shell, whatever is in it. */
export const shellWord = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** The address as one word; a variable in it is left to the shell. */
export const shellUrl = ({ root, path }: SnippetRequest): string =>
  'url' in root ? shellWord(root.url + path) : `"$${root.variable}"${shellWord(path)}`;

export const shellLines = (words: readonly string[]): string => words.join(' \\\n  ');
