import { createConnection, type Socket } from 'node:net';

const prompt = '\n> ';

/** The process behind the channel is gone. */
export class ChannelClosed extends Error {}

/**
 * A lasting conversation with one HAProxy process over its command socket (management guide 9.3, interactive mode). It outlives the
 * socket's path, and while it is open a process that was told to finish stays, so that its last counters can be read.
 */
export class CommandChannel {
  readonly #socket: Socket;
  readonly #waiting: { resolve(answer: string): void; reject(reason: Error): void }[] = [];
  readonly #queued: string[] = [];
  #answer: string[] = [];
  #tail = '';
  #closed = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => this.#receive(text));
    socket.on('error', () => this.#end());
    socket.on('close', () => this.#end());
  }

  /** Resolves when the process answers; rejects when nobody listens at `path` yet. */
  static async open(path: string): Promise<CommandChannel> {
    const socket = createConnection(path);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    const channel = new CommandChannel(socket);
    await channel.send('prompt');
    return channel;
  }

  /** Sends one command; several may be under way. Resolves with HAProxy's answer, trimmed; rejects with ChannelClosed. */
  send(command: string): Promise<string> {
    if (this.#closed) return Promise.reject(new ChannelClosed('HAProxy is gone.'));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      // One at a time: HAProxy's buffer for commands is short, and an answer is told from the next only by the prompt.
      if (this.#waiting.length === 1) this.#socket.write(`${command}\n`);
      else this.#queued.push(command);
    });
  }

  close(): void {
    this.#socket.end('quit\n');
    this.#end();
  }

  #receive(text: string): void {
    this.#answer.push(text);
    this.#tail = (this.#tail + text).slice(-prompt.length);
    if (this.#tail !== prompt) return;
    const answer = this.#answer.join('').slice(0, -prompt.length).trim();
    this.#answer = [];
    this.#tail = '';
    this.#waiting.shift()?.resolve(answer);
    const next = this.#queued.shift();
    if (next !== undefined) this.#socket.write(`${next}\n`);
  }

  #end(): void {
    this.#closed = true;
    for (const { reject } of this.#waiting.splice(0)) reject(new ChannelClosed('HAProxy is gone.'));
  }
}
