import { createServer } from 'node:net';

const reasons: Record<string, (address: string, port: number) => string> = {
  EACCES: (address, port) =>
    `This region may not bind port ${port} on ${address}: ports below 1024 need a privileged process. Choose a port from 1024 up.`,
  EADDRINUSE: (address, port) =>
    `Port ${port} on ${address} is in use by another program. Stop that program or choose another port.`,
  EADDRNOTAVAIL: (address, port) =>
    `Port ${port} cannot be bound: ${address} is not an address of this machine. Set REGION_VIPS to addresses that it has.`,
};

/** Milliseconds for which a port in use may be one that a HAProxy process of ours is just letting go, and between two looks. */
const patience = 1_500;
const pause = 50;

/** Why a port cannot be listened on, as a sentence; null when it can. Tries it and lets go at once. */
export async function bindProblem(address: string, port: number): Promise<string | null> {
  const until = performance.now() + patience;
  for (;;) {
    const error = await bindError(address, port);
    if (!error) return null;
    if (error.code !== 'EADDRINUSE' || performance.now() > until) {
      const reason = reasons[error.code ?? ''];
      return reason ? reason(address, port) : `Port ${port} on ${address} cannot be bound: ${error.message}.`;
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

function bindError(address: string, port: number): Promise<NodeJS.ErrnoException | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', resolve);
    server.listen({ host: address, port, exclusive: true }, () => server.close(() => resolve(null)));
  });
}
