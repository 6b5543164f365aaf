import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '../../contract/shared/clock.ts';
import { socketProber } from '../checks/prober.ts';
import { createPanel } from '../panel.ts';
import { sealedCookies } from '../sessions/sealed-cookie.ts';
import type { PanelStore } from '../store/store.ts';
import { gzipAnswer } from './compress.ts';
import { listen } from './listen.ts';
import { jsonLog } from './log.ts';
import { prometheusMetrics } from './metrics.ts';
import { ownSecret } from './secret.ts';
import { readSettings, type Settings } from './settings.ts';
import { staticFiles } from './static-files.ts';
import { pooledUpstream } from './upstream.ts';

/** Ends the program with one sentence for whoever started it. */
function giveUp(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

const codeOf = (error: unknown): string =>
  (error as NodeJS.ErrnoException).code ?? (error instanceof Error ? error.name : 'unknown error');

async function openStore({ databaseUrl, dataDir }: Settings, failed: () => void): Promise<PanelStore> {
  if (databaseUrl) {
    const { postgresStore } = await import('./postgres.ts');
    return postgresStore(databaseUrl, failed).catch((error) =>
      giveUp(
        `The database that DATABASE_URL names cannot be used (${codeOf(error)}). Check its address, user and rights.`,
      ),
    );
  }
  const { sqliteStore } = await import('./sqlite.ts');
  const file = join(dataDir, 'panel.sqlite');
  return sqliteStore(file).catch((error) =>
    giveUp(`The history ${file} cannot be opened (${codeOf(error)}). Check the folder that DATA_DIR names.`),
  );
}

const settings = readSettings(process.env);
if (typeof settings === 'string') giveUp(settings);
const { host, port, dataDir, identityUrl, publicUrl, feedbackWebhookUrl } = settings;

await mkdir(dataDir, { recursive: true, mode: 0o700 }).catch((error) =>
  giveUp(`The folder ${dataDir} cannot be made (${codeOf(error)}). Set DATA_DIR to a folder that can be written.`),
);
const secrets =
  settings.sessionSecrets ??
  (await ownSecret(dataDir)
    .then((secret) => [secret])
    .catch((error) => giveUp(`The session secret in ${dataDir} cannot be used (${codeOf(error)}). Check DATA_DIR.`)));

const log = jsonLog(settings.logLevel);
const store = await openStore(settings, () => log.warn({}, 'A connection to the database broke'));
const upstream = pooledUpstream(identityUrl);
const files = await staticFiles(join(import.meta.dirname, '..', '..', 'dist')).catch(() => {
  log.warn({}, 'There is no built web app (dist/index.html): only the API is served. Run npm run build.');
  return undefined;
});

const panel = createPanel({
  identityUrl,
  fetch: globalThis.fetch,
  upstream: upstream.send,
  sessions: await sealedCookies({
    secrets,
    identityUrl,
    publicUrl,
    now: systemClock.now,
  }),
  store,
  clock: systemClock,
  log,
  metrics: prometheusMetrics(),
  defer: setImmediate,
  checkNetworks: settings.checkNetworks,
  probe: socketProber,
  historyDays: settings.historyDays,
  compress: gzipAnswer,
  ...(publicUrl !== undefined && { publicUrl }),
  ...(feedbackWebhookUrl !== undefined && { feedbackWebhookUrl }),
  ...(files && { files }),
});

const listening = await listen(panel, host, port, publicUrl !== undefined).catch((error) =>
  giveUp(
    codeOf(error) === 'EADDRINUSE'
      ? `Port ${port} on ${host} is in use. Stop the program that uses it, or set PORT to another one.`
      : `The panel cannot listen on ${host} port ${port} (${codeOf(error)}). Set HOST and PORT to something it may use.`,
  ),
);
log.info({ host: listening.host, port: listening.port }, 'The panel is ready');

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  await listening.stop();
  await panel.close().catch(() => log.error({}, 'The history could not be closed properly'));
  await upstream.close();
  log.info({}, 'The panel has stopped');
  await log.flush();
  process.exit(0);
}
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
