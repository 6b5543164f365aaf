import { findHaproxy } from './machine.ts';
import { endSentence, freePort, type Program } from './program.ts';
import { addresses, startPanel, startRegion } from './stack.ts';
import { buildIfStale } from './web-app.ts';

const sentenceOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Readable by default where a person looks; the whole log where it is collected. */
const defaultLogLevel: NodeJS.ProcessEnv = process.stdout.isTTY ? { LOG_LEVEL: 'warn' } : {};

/** Milliseconds for a whole stop, less than the 20 s that systemd allows; what has not ended then is killed. */
const stopTime = 19_000;

async function start(): Promise<void> {
  const env = { ...defaultLogLevel, ...process.env };
  for (const name of ['PORT', 'REGION_PORT'] as const) if (env[name] === '0') env[name] = String(await freePort());
  const { panelUrl, regionUrl } = addresses(env);
  if (regionUrl) {
    const haproxy = findHaproxy();
    if ('missing' in haproxy) console.log(haproxy.missing);
    env.HAPROXY = 'path' in haproxy ? haproxy.path : 'off';
  }
  buildIfStale();

  const programs: Program[] = [];
  let stopping: Promise<void> | undefined;
  const killAll = () => Promise.all(programs.map((program) => program.kill('SIGKILL')));
  /** One after the other, the last one started first: requests under way in the panel need the region for their answers. */
  const stopAll = async () => {
    for (const program of programs.toReversed()) await program.stop();
  };
  const stop = (exitCode: number) => {
    stopping ??= (async () => {
      setTimeout(killAll, stopTime);
      await stopAll();
      process.exit(exitCode);
    })();
    return stopping;
  };
  const onSignal = () => {
    if (stopping) void killAll();
    void stop(0);
  };
  process.on('uncaughtException', (error) => {
    console.error(sentenceOf(error));
    void stop(1);
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);

  if (regionUrl) programs.push(startRegion({ env, show: true }));
  programs.push(startPanel({ env, show: true }));
  for (const program of programs) {
    program.exited.then((end) => {
      if (stopping) return;
      console.error(endSentence(program.name, end));
      stop(1);
    });
  }
  try {
    await Promise.all(programs.map((program) => program.ready()));
  } catch (error) {
    if (!stopping) console.error(sentenceOf(error));
    await stop(1);
  }
  if (stopping) return;
  console.log(`Holdfast is ready: ${env.PUBLIC_URL || panelUrl}`);
  if (regionUrl) {
    console.log(
      'Sign in with one click as admin, creator or observer (API keys admin-key, creator-key, observer-key).',
    );
  }
  console.log('Ctrl-C stops it.');
}

try {
  await start();
} catch (error) {
  console.error(sentenceOf(error));
  process.exit(1);
}
