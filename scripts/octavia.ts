import { findOctavia } from './machine.ts';

/** `npm run octavia`: a real Keystone and Octavia on loopback, to try by hand. */

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

const { users, applicationCredentials } = peer;
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

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  await peer.stop();
  process.exit(0);
}
process.on('SIGINT', () => void stop());
process.on('SIGTERM', () => void stop());
