import { curl } from './curl.ts';
import { httpie } from './httpie.ts';
import { javascript } from './javascript.ts';
import { python } from './python.ts';
import type { SnippetRequest } from './request.ts';

/** Every format that a request is copied in, each written by one pure function. */
export const snippets = {
  curl: { label: 'curl', write: curl },
  httpie: { label: 'HTTPie', write: httpie },
  javascript: { label: 'JavaScript', write: javascript },
  python: { label: 'Python', write: python },
} as const satisfies Record<string, { label: string; write(request: SnippetRequest): string }>;

export type SnippetFormat = keyof typeof snippets;
export const snippetFormats = Object.keys(snippets) as SnippetFormat[];
