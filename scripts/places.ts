import { createServer, type Server } from 'node:net';

/** A tenth of a hundred ports, and what goes with its number: several test programs run on one machine at once. */
export interface PlaceClaim {
  /** 0, 1, 2, … */
  readonly number: number;
  /** As many as were asked for, one behind the other. */
  readonly ports: readonly number[];
  release(): void;
}

export interface Places {
  readonly firstPort: number;
  readonly count: number;
  /** How many of a place's ten ports are needed, nine at most: the next one is held for as long as the place is. */
  readonly needed: number;
}

const perPlace = 10;

/** Listens on a port of 127.0.0.1; null when somebody else does. */
const listenOn = (port: number): Promise<Server | null> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen(port, '127.0.0.1', () => resolve(server));
  });

const closed = (server: Server | null) => server && new Promise((resolve) => server.close(resolve));

/**
 * Claims the first place that nobody holds, from `preferred` on. Ports lie below the range from which systems hand them out by
 * themselves, so that no connection takes one between two starts. Throws when all are held.
 */
export async function claimPorts({ firstPort, count, needed }: Places, preferred: number): Promise<PlaceClaim> {
  for (let each = 0; each < count; each += 1) {
    const number = (preferred + each) % count;
    const first = firstPort + perPlace * number;
    const ports = Array.from({ length: needed }, (_, index) => first + index);
    const claim = await listenOn(first + needed);
    if (!claim) continue;
    const free = await Promise.all(ports.map(listenOn));
    await Promise.all(free.map(closed));
    if (!free.includes(null)) return { number, ports, release: () => claim.close() };
    await closed(claim);
  }
  throw new Error(
    `All ${count} places from port ${firstPort} on are taken on this machine. End some of the programs there.`,
  );
}
