import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type SelfSigned, selfSigned } from './certificate.ts';
import { type DemoNode, startDemoNode } from './demo-node.ts';

export interface DemoNodesOptions {
  /** Where the certificates are kept, made at the first start. */
  readonly folder: string;
  readonly address?: string;
  /** The port before the first HTTP node's: node n1 listens on the next. */
  readonly httpPort?: number;
  /** The same for the HTTPS nodes. */
  readonly httpsPort?: number;
  readonly count?: number;
  /** Milliseconds since the Unix epoch, for the certificates' validity. */
  readonly now: number;
  /** Told of a node that could not start, in a sentence. */
  readonly log?: (sentence: string) => void;
}

export interface DemoNodes {
  readonly nodes: readonly DemoNode[];
  close(): Promise<void>;
}

/**
 * Starts the demo seed's nodes: n1 to n9 over HTTP on ports 8091 to 8099 and over HTTPS on 8191 to 8199. The HTTPS nodes speak TLS 1.2,
 * under which an SSL session id sticks; the last one speaks TLS 1.3, under which none does. A port that is taken costs only that node.
 */
export async function startDemoNodes({
  folder,
  address = '127.0.0.1',
  httpPort = 8090,
  httpsPort = 8190,
  count = 9,
  now,
  log = () => {},
}: DemoNodesOptions): Promise<DemoNodes> {
  const names = Array.from({ length: count }, (_, index) => `n${index + 1}`);
  const nodes = await Promise.all(
    names
      .flatMap((name, index) => [
        startDemoNode({ name, address, port: httpPort + index + 1 }),
        certificateOf(folder, name, now).then((certificate) =>
          startDemoNode({
            name,
            address,
            port: httpsPort + index + 1,
            tls: { ...certificate, version: index === count - 1 ? 'TLSv1.3' : 'TLSv1.2' },
          }),
        ),
      ])
      .map((starting) =>
        starting.catch((error: unknown) => {
          log(`A demo node did not start: ${error instanceof Error ? error.message : String(error)}.`);
          return null;
        }),
      ),
  );
  const started = nodes.filter((node) => node !== null);
  return {
    nodes: started,
    close: async () => {
      await Promise.all(started.map((node) => node.close()));
    },
  };
}

async function certificateOf(folder: string, name: string, now: number): Promise<SelfSigned> {
  const path = join(folder, `${name}.json`);
  try {
    return JSON.parse(await readFile(path, 'utf8')) as SelfSigned;
  } catch {
    const made = selfSigned([`${name}.example.com`, 'localhost'], now);
    await mkdir(folder, { recursive: true });
    await writeFile(path, JSON.stringify(made), { mode: 0o600 });
    return made;
  }
}
