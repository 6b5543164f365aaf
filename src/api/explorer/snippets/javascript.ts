import { type SnippetRequest, tokenHeader } from './request.ts';

/** JSON's strings are JavaScript's. */
const literal = (text: string): string => JSON.stringify(text);

/** The request for Node 18 or later, as a module. */
export function javascript({ method, root, path, headers, body, token }: SnippetRequest): string {
  const url = 'url' in root ? literal(root.url + path) : `process.env.${root.variable} + ${literal(path)}`;
  const sent = [
    ...(token ? [`    ${literal(tokenHeader)}: process.env.${token},`] : []),
    ...Object.entries(headers).map(([name, value]) => `    ${literal(name)}: ${literal(value)},`),
  ];
  return [
    `const response = await fetch(${url}, {`,
    `  method: ${literal(method)},`,
    '  headers: {',
    ...sent,
    '  },',
    ...(body === null ? [] : [`  body: ${literal(body)},`]),
    '});',
    'console.log(response.status);',
    'console.log(await response.text());',
  ].join('\n');
}
