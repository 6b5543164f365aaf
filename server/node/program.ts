import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '../../contract/shared/clock.ts';
import { socketProber } from '../checks/prober.ts';
import { createPanel } from '../panel.ts';
import { sealedCookies } from '../sessions/sealed-cookie.ts';
import { namedClouds } from './clouds.ts';
import { gzipAnswer } from './compress.ts';
import { endOnSignals } from './ending.ts';
import { listen } from './listen.ts';
import { jsonLog } from './log.ts';
import { prometheusMetrics } from './metrics.ts';
import { openStore } from './open-store.ts';
import { ownSecret, secretFile } from './secret.ts';
import { readSettings } from './settings.ts';
import { reasonOf, whyNoPath } from './start-errors.ts';
import { staticFiles } from './static-files.ts';
import { upstreamOf } from './upstreams.ts';

/** Ends the program with one sentence for whoever started it. */
function giveUp(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

const settings = readSettings(process.env);
if (typeof settings === 'string') giveUp(settings);
const { host, port, dataDir, identityUrl, publicUrl, feedbackWebhookUrl } = settings;
const named = await namedClouds(settings.keystoneUrl, settings.cloudsFile);
if (typeof named === 'string') giveUp(named);

await mkdir(dataDir, { recursive: true, mode: 0o700 })
  .then(() => access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK))
  .catch((error) => giveUp(whyNoPath(error, `The folder ${dataDir}`)));
const log = jsonLog(settings.logLevel);
const secrets =
  settings.sessionSecrets ??
  (await ownSecret(dataDir, (sentence) => log.warn({}, sentence))
    .then((secret) => [secret])
    .catch((error) => giveUp(whyNoPath(error, `The file ${join(dataDir, secretFile)}`))));

const { store, ready } = await openStore(settings, systemClock, log, giveUp);
for (const sentence of named.warnings) log.warn({ code: 'cloud' }, sentence);
const openstack = named.clouds;
const keystones = openstack.filter(({ refusal }) => refusal === null).map(({ url }) => url);
if (identityUrl === undefined && keystones.length === 0)
  giveUp(`The setting OS_CLIENT_CONFIG_FILE names no cloud that can be used. ${named.warnings[0] ?? ''}`.trim());
const upstream = upstreamOf([...(identityUrl === undefined ? [] : [identityUrl]), ...keystones], named.authorities);
const files = await staticFiles(join(import.meta.dirname, '..', '..', 'dist')).catch(() => {
  log.warn({}, 'There is no built web app (dist/index.html): only the API is served. Run npm run build.');
  return undefined;
});

const panel = createPanel({
  sha256: (text) => createHash('sha256').update(text).digest('hex'),
  identityUrl,
  openstack,
  fetch: globalThis.fetch,
  upstream: upstream.send,
  sessions: await sealedCookies({
    secrets,
    identityUrl,
    openstack: keystones,
    publicUrl,
    now: systemClock.now,
  }),
  store,
  ready,
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

const listening = await listen(panel, host, port, publicUrl !== undefined, log).catch((error) =>
  giveUp(
    reasonOf(error) === 'EADDRINUSE'
      ? `Port ${port} on ${host} is in use. Stop the program that uses it, or set PORT to another one.`
      : `The panel cannot listen on ${host} port ${port} (${reasonOf(error)}). Set HOST and PORT to something it may use.`,
  ),
);
endOnSignals({ listening, upstream, closeStores: () => panel.close(), log });
log.info({ host: listening.host, port: listening.port }, 'The panel is ready');
