import { type SnippetRequest, tokenHeader } from './request.ts';

/** JSON's strings are Python's too: the same escapes mean the same. */
const literal = (text: string): string => JSON.stringify(text);
const variable = (name: string): string => `os.environ[${literal(name)}]`;

/** The request for Python 3 with Requests. */
export function python({ method, root, path, headers, body, token }: SnippetRequest): string {
  const url = 'url' in root ? literal(root.url + path) : `${variable(root.variable)} + ${literal(path)}`;
  const sent = [
    ...(token ? [`        ${literal(tokenHeader)}: ${variable(token)},`] : []),
    ...Object.entries(headers).map(([name, value]) => `        ${literal(name)}: ${literal(value)},`),
  ];
  return [
    ...(token || 'variable' in root ? ['import os', ''] : []),
    'import requests',
    '',
    'response = requests.request(',
    `    ${literal(method)},`,
    `    ${url},`,
    '    headers={',
    ...sent,
    '    },',
    ...(body === null ? [] : [`    data=${literal(body)}.encode("utf-8"),`]),
    '    timeout=60,',
    ')',
    'print(response.status_code)',
    'print(response.text)',
  ].join('\n');
}
