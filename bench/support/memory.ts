import { readFileSync } from 'node:fs';

/** Set for programs whose memory is read: Node then listens for an inspector on a port of its own. Source: Node.js, "--inspect". */
export const inspected = { NODE_OPTIONS: '--inspect=127.0.0.1:0' };

/** What a program holds, in bytes. */
export interface Held {
  /** JavaScript heap after a forced collection. */
  readonly heap: number;
  /** Buffers outside it. */
  readonly external: number;
  /** All that the system counts for the process. */
  readonly resident: number;
}

/** The inspector's addresses in the order in which the programs said them. */
export const inspectors = (printed: string): string[] =>
  [...printed.matchAll(/Debugger listening on (ws:\S+)/g)].map(([, url]) => url!);

/** Collects garbage in a program and tells what it still holds. `inspector`: its address; `pid`: its process number. */
export async function heldAfterCollection(inspector: string, pid: number): Promise<Held> {
  const socket = new WebSocket(inspector);
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = () => reject(new Error(`The inspector at ${inspector} does not answer.`));
  });
  let last = 0;
  const call = (method: string, params: object = {}): Promise<unknown> =>
    new Promise((resolve) => {
      const id = ++last;
      socket.addEventListener('message', function heard({ data }) {
        const answer = JSON.parse(String(data)) as { id?: number; result?: unknown };
        if (answer.id !== id) return;
        socket.removeEventListener('message', heard);
        resolve(answer.result);
      });
      socket.send(JSON.stringify({ id, method, params }));
    });
  // Twice: what a finaliser of the first collection lets go of is gone after the second.
  await call('HeapProfiler.collectGarbage');
  await call('HeapProfiler.collectGarbage');
  const { result } = (await call('Runtime.evaluate', {
    expression: 'JSON.stringify(process.memoryUsage())',
    returnByValue: true,
  })) as { result: { value: string } };
  socket.close();
  const { heapUsed, external } = JSON.parse(result.value) as NodeJS.MemoryUsage;
  const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return { heap: heapUsed, external, resident: Number(kilobytes) * 1024 };
}
