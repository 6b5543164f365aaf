import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Agent, type Dispatcher } from 'undici';

/**
 * What the panel server stands on and nothing more: Node's HTTP server and undici, every answer read whole. It knows no sign-in and
 * no rules, sets no deadline, adds no header and counts nothing, so nothing built on these two can be cheaper.
 */
const { PORT, UPSTREAM = '' } = process.env;
const agent = new Agent({ connections: 128, pipelining: 1, headersTimeout: 0, bodyTimeout: 0 });

function pass(
  { url = '/', method = 'GET', headers }: IncomingMessage,
  answer: ServerResponse,
  body: Buffer | null,
): void {
  const chunks: Buffer[] = [];
  const type = headers['content-type'];
  let status = 502;
  let received: IncomingMessage['headers'] = {};
  agent.dispatch(
    {
      origin: UPSTREAM,
      path: url,
      method: method as Dispatcher.HttpMethod,
      headers: { 'x-auth-token': String(headers['x-auth-token']), ...(type !== undefined && { 'content-type': type }) },
      body,
    },
    {
      onRequestStart() {},
      onResponseStart(_, code, given) {
        status = code;
        received = given;
      },
      onResponseData(_, chunk) {
        chunks.push(chunk);
      },
      onResponseEnd() {
        const whole = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
        answer.writeHead(status, {
          'content-type': received['content-type'] ?? '',
          'content-length': whole.length,
        });
        answer.end(whole);
      },
      onResponseError() {
        answer.writeHead(502).end();
      },
    },
  );
}

const server = createServer((request, answer) => {
  if (request.method === 'GET') pass(request, answer, null);
  else void request.toArray().then((chunks) => pass(request, answer, Buffer.concat(chunks)));
});
server.listen(Number(PORT), '127.0.0.1');
process.on('SIGTERM', () => server.close(() => agent.close()));
