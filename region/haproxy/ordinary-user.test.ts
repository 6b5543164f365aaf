import { spawnSync } from 'node:child_process';
import { chown, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { Body } from '../testing/test-region.ts';
import { ask } from './testing/client.ts';
import { patiently, startRunningRegion } from './testing/running-region.ts';
import { haproxy, noHaproxy } from './testing/stage.ts';

/** The number of a user without rights that every system has. */
const nobody = 65534;
const asNobody = process.getuid?.() === 0;

/** Why this cannot be shown here; null when it can. */
async function cannotBeShown(): Promise<string | null> {
  if (noHaproxy !== null) return noHaproxy;
  if (process.platform !== 'linux') return 'platform: ports below 1024 are anybody’s here';
  const first = Number(await readFile('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'utf8'));
  if (first <= 80) return `platform: anybody may bind ports from ${first} up here`;
  const reading = ['-e', 'require("node:fs").accessSync(process.argv[1])', fileURLToPath(import.meta.url)];
  const { status } = spawnSync(process.execPath, reading, { cwd: '/', ...(asNobody && { uid: nobody, gid: nobody }) });
  return status === 0 ? null : 'platform: the folder of the sources is closed to other users than root';
}

it('an ordinary user’s region carries traffic; a load balancer on a port below 1024 alone is in ERROR and says why', {
  timeout: 30_000,
}, async ({ skip }) => {
  const reason = await cannotBeShown();
  if (reason !== null) skip(reason);
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-ordinary-'));
  if (asNobody) await chown(folder, nobody, nobody);
  const start = () => startRunningRegion(folder, { HAPROXY: haproxy.path! }, asNobody ? nobody : undefined);
  let region = await start();
  try {
    const before = await region.statuses();
    const { virtualIps, port, nodes } = await region.named('web-frontend');
    const { id, address } = virtualIps.find(({ ipVersion }: Body) => ipVersion === 'IPV4');
    const answers = () =>
      ask({ address, port }).then(
        ({ node }) => node,
        () => null,
      );
    await expect.poll(answers, patiently).toMatch(/^n/);

    const node = { address: nodes[0].address, port: nodes[0].port, condition: 'ENABLED' };
    const privileged = { name: 'privileged', port: 80, protocol: 'HTTP', virtualIps: [{ id }], nodes: [node] };
    const { body } = await region.ask('POST', '/loadbalancers', { loadBalancer: privileged });
    expect((await region.settled(body.loadBalancer.id)).status).toBe('ERROR');
    expect(await region.feed(body.loadBalancer.id)).toContain(
      `This region may not bind port 80 on ${address}: ports below 1024 need a privileged process. Choose a port from 1024 up.`,
    );
    expect(await region.statuses()).toEqual({ ...before, privileged: 'ERROR' });
    expect(await answers()).toMatch(/^n/);

    await region.end('SIGKILL');
    region = await start();
    await expect.poll(answers, patiently).toMatch(/^n/);
    expect(await region.statuses()).toEqual({ ...before, privileged: 'ERROR' });
  } finally {
    await region.end('SIGTERM');
    await rm(folder, { recursive: true, force: true });
  }
});
