import httpProxy from '@fastify/http-proxy';
import fastify from 'fastify';

/** The proxy library that the panel server is measured beside, as its documentation sets it up. */
const { PORT, UPSTREAM = '' } = process.env;
const server = fastify({ logger: false });
await server.register(httpProxy, { upstream: UPSTREAM });
await server.listen({ host: '127.0.0.1', port: Number(PORT) });
process.on('SIGTERM', () => server.close());
