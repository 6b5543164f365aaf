import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, startProgram } from '../../scripts/program.ts';

/** Another proxy in front of the same upstream. */
export interface Proxy {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

const nginx = process.env.NGINX ?? '/usr/sbin/nginx';

/** nginx's `proxy_pass` with one worker and kept connections on both sides; null where nginx is not installed. */
export async function startNginx(upstream: string): Promise<Proxy | null> {
  if (!existsSync(nginx)) return null;
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-nginx-'));
  const port = await freePort();
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  for (const each of temporary) await mkdir(join(folder, each));
  const configuration = `
    daemon off;
    user root;
    worker_processes 1;
    pid ${folder}/pid;
    error_log ${folder}/error.log;
    events { worker_connections 1024; }
    http {
      access_log off;
      keepalive_requests 1000000;
      ${temporary.map((each) => `${each}_temp_path ${folder}/${each};`).join(' ')}
      upstream region { server ${new URL(upstream).host}; keepalive 64; keepalive_requests 1000000; }
      server {
        listen 127.0.0.1:${port};
        location / {
          proxy_pass http://region;
          proxy_http_version 1.1;
          proxy_set_header Connection "";
          proxy_set_header Host $host;
        }
      }
    }`;
  const file = join(folder, 'nginx.conf');
  // Only root may name the user that workers run as.
  await writeFile(file, process.getuid?.() === 0 ? configuration : configuration.replace('user root;', ''));
  const child = spawn(nginx, ['-c', file, '-p', folder], { stdio: ['ignore', 'ignore', 'pipe'] });
  let printed = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const url = `http://127.0.0.1:${port}`;
  while (!(await fetch(url).catch(() => null))) {
    if (child.exitCode !== null) throw new Error(`nginx did not start: ${printed}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return {
    url,
    pid: child.pid!,
    async stop() {
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A proxy on Node in a process of its own: @fastify/http-proxy, or the least that can be. */
export async function startNodeProxy(upstream: string, entry: 'node-proxy' | 'bare-proxy'): Promise<Proxy> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const program = startProgram({
    name: `The proxy ${entry}`,
    entry: `bench/support/${entry}.ts`,
    env: { PATH: process.env.PATH, PORT: String(port), UPSTREAM: upstream },
    readyUrl: `${url}/`,
    show: false,
  });
  await program.ready();
  return { url, pid: program.pid, stop: program.stop };
}
