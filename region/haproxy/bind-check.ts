import { createServer } from 'node:net';

const reasons: Record<string, (address: string, port: number) => string> = {
  EACCES: (address, port) =>
    `This region may not bind port ${port} on ${address}: ports below 1024 need a privileged process. Choose a port from 1024 up.`,
  EADDRINUSE: (address, port) =>
    `Port ${port} on ${address} is in use by another program. Stop that program or choose another port.`,
  EADDRNOTAVAIL: (address, port) =>
    `Port ${port} cannot be bound: ${address} is not an address of this machine. Set REGION_VIPS to addresses that it has.`,
};

/** Why a port cannot be listened on, as a sentence; null when it can. Tries it and lets go at once. */
export function bindProblem(address: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason = reasons[error.code ?? ''];
      resolve(reason ? reason(address, port) : `Port ${port} on ${address} cannot be bound: ${error.message}.`);
    });
    server.listen({ host: address, port, exclusive: true }, () => server.close(() => resolve(null)));
  });
}
