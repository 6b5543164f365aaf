import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { findHaproxy } from './machine.ts';
import { endSentence, type Program, root } from './program.ts';
import { addresses, startPanel, startRegion } from './stack.ts';

/** `npm run dev`: region and panel restart when their sources change, and Vite serves the web app with hot reload. */

const env: NodeJS.ProcessEnv = { LOG_LEVEL: 'warn', ...process.env };
const { panelUrl, regionUrl } = addresses(env);
const programs: Program[] = [];
if (regionUrl) {
  const haproxy = findHaproxy();
  if ('missing' in haproxy) console.log(haproxy.missing);
  env.HAPROXY = 'path' in haproxy ? haproxy.path : 'off';
  programs.push(startRegion({ env, show: true, nodeArguments: ['--watch', '--watch-preserve-output'] }));
}
programs.push(startPanel({ env, show: true, nodeArguments: ['--watch', '--watch-preserve-output'] }));

const vite = spawn(process.execPath, [join(root, 'node_modules/vite/bin/vite.js')], {
  cwd: root,
  env: { ...env, PANEL_URL: panelUrl },
  stdio: 'inherit',
});

let stopping = false;
async function stop(exitCode: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  vite.kill('SIGTERM');
  await Promise.all(programs.map((program) => program.stop()));
  process.exit(exitCode);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(0));
vite.once('exit', () => stop(1));
for (const program of programs) {
  program.exited.then((end) => {
    if (!stopping) console.error(endSentence(program.name, end));
    return stop(1);
  });
}
