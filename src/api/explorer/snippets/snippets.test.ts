import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OperationId } from '../../../../contract/clb/operations/index.ts';
import { settleTime, startTestRegion, type TestRegion } from '../../../../region/testing/test-region.ts';
import { snippetProgramsOnMachine } from '../../../../scripts/machine.ts';
import { type CallValues, type ExplorerRequest, explorerRequest } from '../request.ts';
import { type SnippetFormat, snippetFormats, snippets } from './index.ts';
import { type SnippetRequest, variables, variablesOf } from './request.ts';

const run = promisify(execFile);
const programs = snippetProgramsOnMachine();

/** How a person runs each format, and what has to be on the machine for it. */
const ways: Record<SnippetFormat, { program: string | undefined; needs: string; words(text: string): string[] }> = {
  curl: { program: programs.curl && '/bin/sh', needs: 'curl', words: (text) => ['-c', text] },
  httpie: { program: programs.httpie && '/bin/sh', needs: 'HTTPie', words: (text) => ['-c', text] },
  javascript: {
    program: process.execPath,
    needs: 'Node',
    words: (text) => ['--input-type=module', '-e', text],
  },
  python: { program: programs.python, needs: 'Python with Requests', words: (text) => ['-c', text] },
};

/** Everything that some shell, parser or client takes for something else than itself. */
const nasty = [
  `it's`,
  `"quoted" and \\"escaped\\"`,
  `$HOME \${PATH} $(id) \`id\``,
  'a\nb\r\nc\td',
  'back\\slash \\n \\u0041 \\x41',
  'é ü ß 漢字 عربى 😀 \u2028 e\u0301',
  '; | & && || > < >> !! * ? ~ # %0a %s',
  '@/etc/hostname',
  '--output x -o y',
  `{a,b} [1-3] {{x}} {0} f"{y}" \${z}`,
  `'''"""'''`,
  '<script>alert("x")</script> </textarea> ]]>',
  ':= =@ == : key=value key:value',
  '\\',
  `'; DROP TABLE x; --`,
  '\u007f\u0085',
];

let region: TestRegion;
let server: Server;
let endpoint: string;
let token: string;

beforeAll(async () => {
  region = await startTestRegion({ random: Math.random });
  token = await region.token();
  server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const headers = Object.fromEntries(
      Object.entries(incoming.headers).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
    const answer = await region.raw(incoming.method ?? 'GET', incoming.url ?? '/', {
      ...(text !== '' && { text }),
      headers: {
        accept: headers.accept ?? '',
        'x-auth-token': headers['x-auth-token'] ?? '',
        'content-type': headers['content-type'] ?? '',
      },
    });
    outgoing.writeHead(answer.status, { 'content-type': 'application/json; charset=utf-8' });
    outgoing.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/ord/v1.0/100001`;
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await region.region.close();
});

async function execute(format: SnippetFormat, request: SnippetRequest): Promise<string> {
  const { program = '', words } = ways[format];
  const { stdout } = await run(program, words(snippets[format].write(request)), {
    env: {
      PATH: process.env.PATH,
      HOME: '/nonexistent',
      LANG: 'C.UTF-8',
      [variables.clb.token]: token,
      [variables.clb.endpoint]: endpoint,
    },
    timeout: 30_000,
  });
  return stdout;
}

/** What the page does: the same request object, sent by the panel server. */
const asPage = (request: ExplorerRequest) =>
  region.ask(request.method, request.path, {
    ...(request.body !== null && { text: request.body }),
    headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value])),
  });

const requestFor = (id: OperationId, values: Partial<CallValues>): ExplorerRequest =>
  explorerRequest(id, { region: 'ORD', params: {}, query: {}, body: null, ...values }, endpoint);

async function newLoadBalancer(name: string): Promise<string> {
  const { status, body } = await region.ask('POST', '/loadbalancers', {
    body: { loadBalancer: { name, protocol: 'HTTP', virtualIps: [{ type: 'PUBLIC' }] } },
  });
  expect(status).toBe(202);
  await region.settle(settleTime);
  return String(body.loadBalancer.id);
}

const metadata = JSON.stringify(
  { metadata: nasty.map((value, index) => ({ key: `k${index} ${value}`.slice(0, 32), value })) },
  null,
  2,
);

const stored = async (id: string) => {
  const { body } = await region.ask('GET', `/loadbalancers/${id}/metadata`);
  return (body.metadata as { key: string; value: string }[]).map(({ key, value }) => ({ key, value }));
};

describe.each(snippetFormats)('%s', (format) => {
  const { program, needs } = ways[format];
  const only = test.skipIf(program === undefined);
  const title = (text: string) => (program === undefined ? `platform: needs ${needs}` : text);

  only(title('stores the values that the page stores, whatever is in them'), { timeout: 60_000 }, async () => {
    const byPage = await newLoadBalancer(`page ${format}`);
    const bySnippet = await newLoadBalancer(`snippet ${format}`);
    const request = (loadBalancerId: string) =>
      requestFor('loadBalancerMetadata.add', { params: { loadBalancerId }, body: metadata });
    expect((await asPage(request(byPage))).status).toBe(200);
    const printed = await execute(format, request(bySnippet));
    expect(printed).toContain('200');
    expect(await stored(bySnippet)).toEqual(await stored(byPage));
    expect((await stored(bySnippet)).map(({ value }) => value)).toEqual(nasty);
  });

  only(title('asks for a name with all of that in it'), { timeout: 60_000 }, async () => {
    const name = nasty
      .join(' ')
      .replace(/[\r\n]/g, ' ')
      .slice(0, 120);
    const id = await newLoadBalancer(name);
    const printed = await execute(format, requestFor('loadBalancers.list', { query: { name, limit: '5' } }));
    expect(printed).toContain(`"id":${id}`.replace(':', printed.includes('"id": ') ? ': ' : ':'));
    await region.ask('DELETE', `/loadbalancers/${id}`);
  });

  only(title('enables and disables session persistence'), { timeout: 60_000 }, async () => {
    const loadBalancerId = await newLoadBalancer(`persistence ${format}`);
    const persistence = async () =>
      (await region.ask('GET', `/loadbalancers/${loadBalancerId}/sessionpersistence`)).body.sessionPersistence;
    const body = '{\n  "sessionPersistence": {\n    "persistenceType": "HTTP_COOKIE"\n  }\n}';
    expect(
      await execute(format, requestFor('sessionPersistence.enable', { params: { loadBalancerId }, body })),
    ).toContain('202');
    expect(await persistence()).toEqual({ persistenceType: 'HTTP_COOKIE' });
    await region.settle(settleTime);
    // A page that does not know the endpoint leaves it to a variable.
    const { root: _, ...unknown } = requestFor('sessionPersistence.disable', { params: { loadBalancerId } });
    expect(await execute(format, { ...unknown, root: { variable: variables.clb.endpoint } })).toContain('202');
    await region.settle(settleTime);
    expect(await persistence()).toEqual({});
  });
});

test.each(snippetFormats)('%s holds the name of the token’s variable and no token', (format) => {
  const request = requestFor('sessionPersistence.show', { params: { loadBalancerId: '71' } });
  expect(snippets[format].write(request)).toContain('CLB_TOKEN');
  expect(variablesOf(request)).toEqual(['CLB_TOKEN']);
});
