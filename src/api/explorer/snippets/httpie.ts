import { type SnippetRequest, tokenHeader } from './request.ts';
import { shellLines, shellUrl, shellWord } from './shell.ts';

/** The request for a POSIX shell with HTTPie 3. */
export function httpie(request: SnippetRequest): string {
  const { method, headers, body, token } = request;
  return shellLines([
    `http --ignore-stdin --print=hb ${method} ${shellUrl(request)}`,
    ...(token ? [`"${tokenHeader}:$${token}"`] : []),
    ...Object.entries(headers).map(([name, value]) => shellWord(`${name}:${value}`)),
    ...(body === null ? [] : [`--raw=${shellWord(body)}`]),
  ]);
}
