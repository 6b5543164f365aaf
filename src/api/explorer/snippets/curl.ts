import { type SnippetRequest, tokenHeader } from './request.ts';
import { shellLines, shellUrl, shellWord } from './shell.ts';

/** The request for a POSIX shell with curl. */
export function curl(request: SnippetRequest): string {
  const { method, headers, body, token } = request;
  return shellLines([
    // `--globoff` leaves brackets alone, `--data-raw` an @ in front.
    `curl -i --globoff -X ${method} ${shellUrl(request)}`,
    ...(token ? [`-H "${tokenHeader}: $${token}"`] : []),
    ...Object.entries(headers).map(([name, value]) => `-H ${shellWord(`${name}: ${value}`)}`),
    ...(body === null ? [] : [`--data-raw ${shellWord(body)}`]),
  ]);
}
