import { join } from 'node:path';
import { findOctavia } from './machine.ts';
import { freePort } from './program.ts';
import { addresses, startPanel } from './stack.ts';
import { buildIfStale } from './web-app.ts';

/** `npm run octavia`: a real Keystone and Octavia on loopback, and the panel in front of them, to try by hand. */

if (findOctavia() === undefined) {
  console.error(
    'It needs Linux, root, HAProxy, and Octavia 11 and Keystone from Debian 12: apt-get install python3-octavia python3-keystone',
  );
  process.exit(1);
}
// Loaded only now: it looks for the programs once.
const { startOctavia } = await import('../e2e/octavia/peer.ts');
console.log('Starting Keystone, two regions of Octavia, and their load balancers; this takes a minute or two…');
const peer = await startOctavia({ seed: 'all', regions: 2, pageMaximum: 5 }).catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});

buildIfStale();
const env: NodeJS.ProcessEnv = {
  LOG_LEVEL: 'warn',
  DATA_DIR: join(peer.folder, 'panel'),
  ...process.env,
  OS_AUTH_URL: peer.identityUrl,
  CLB_IDENTITY_URL: undefined,
  OS_CLIENT_CONFIG_FILE: undefined,
};
if (env.PORT === '0') env.PORT = String(await freePort());
const panel = startPanel({ env, show: true });
let stopping = false;
async function stop(exitCode = 0): Promise<void> {
  if (stopping) return;
  stopping = true;
  await panel.stop();
  await peer.stop();
  process.exit(exitCode);
}
process.on('SIGINT', () => void stop());
process.on('SIGTERM', () => void stop());
void panel.exited.then(() => stop(1));
await panel.ready().catch((error: Error) => {
  if (!stopping) console.error(error.message);
  return stop(1);
});

const { users, applicationCredentials } = peer;
console.log(`\nHoldfast is ready: ${addresses(env).panelUrl}`);
console.log(`\nKeystone    ${peer.identityUrl}`);
console.log(`behind TLS  ${peer.secureIdentityUrl}, signed by ${peer.authority}`);
for (const { name, url, virtualIps } of peer.regions)
  console.log(`${name.padEnd(12)}${url}, virtual IPs of ${virtualIps}`);
console.log(`\nUsers, each with the password ${users.member.password}:`);
for (const { name, domain, project } of Object.values(users)) {
  console.log(`  ${name.padEnd(12)}domain ${domain.padEnd(8)} ${project ? `project ${project}` : 'no project'}`);
}
console.log(`  totp also needs a passcode of the secret ${users.totp.totpSecret}.`);
const { full, readOnly } = applicationCredentials;
console.log(`\nApplication credentials, secret ${full.secret}: ${full.id} (all), ${readOnly.id} (reading only)`);
console.log(`\nHandles and logs: ${peer.folder}\nCtrl-C stops it.`);
