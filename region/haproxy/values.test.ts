import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isHostPattern, isIp, isNetwork } from '../../contract/clb/schemas/fields.ts';
import type { RunningLoadBalancer } from '../data-plane.ts';
import { selfSigned } from './demo-nodes/certificate.ts';
import { loadBalancerOn, nodeOn } from './testing/load-balancers.ts';
import { addressOf, noHaproxy, Stage } from './testing/stage.ts';

const addresses = [
  ...['1.2.3.4', '01.2.3.4', '1.2.3', '1', '0x7f.1.1.1', '255.255.255.255', ' 1.2.3.4', '1.2.3.4\n'],
  ...['::', '::1', '1::', '2001:DB8::1', '::1.2.3.4', '::ffff:1.2.3.4', '1:2:3:4:5:6:1.2.3.4', 'fe80::1%lo', '[::1]'],
];
const networks = [
  ...addresses,
  ...['1.2.3.4/0', '1.2.3.4/1', '1.2.3.4/32', '1.2.3.4/33', '1.2.3.4/08', '1.2.3.4/255.255.0.0', '1.2.3.0/24 '],
  ...['::/0', '::1/128', '2001:DB8::/32', '::ffff:1.2.3.4/96', '::1.2.3.4/120', 'fe80::1%lo/64'],
];
const hosts = ['a', '*.a', '*.A.B', 'xn--a.b', '1.a', 'a.1b', 'invalid', '*.invalid', 'a_b', '-', '*', 'a b', '#'];
const pages = ['x', '\0', '\r\n\r\n', '\ud800', '%[src]', 'HTTP/1.1 200 OK\r\n\r\n', '🐘'.repeat(32_768)];
const names = ['\n', "'", '\0', '"$HOME"'];

describe.skipIf(noHaproxy !== null)('values that the API takes', { timeout: 30_000 }, () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open();
  });
  afterAll(() => stage.close());

  it('are values that HAProxy takes, so that none of them leads to ERROR after 202', async () => {
    const { certificate, privateKey } = selfSigned(['a.example.com'], Date.now(), 'rsa');
    const termination = {
      enabled: true,
      secureTrafficOnly: false,
      cipherProfile: 'default',
      tls10: true,
      tls11: false,
      certificate,
      privatekey: privateKey,
    };
    const more: Partial<RunningLoadBalancer>[] = [
      ...addresses.filter(isIp).map((address) => ({ nodes: [nodeOn(1, 80, { address })] })),
      ...networks.filter(isNetwork).flatMap((address) =>
        (['ALLOW', 'DENY'] as const).map((type) => ({
          accessList: [{ id: 1, address, type } as const, { id: 2, address: '192.0.2.1', type: 'DENY' } as const],
        })),
      ),
      ...hosts.filter(isHostPattern).map((hostName, index) => ({
        sslTermination: {
          ...termination,
          securePort: 9000 + index,
          mappings: [{ id: 1, hostName, certificate, privateKey }],
        },
      })),
      ...pages.map((errorPage) => ({ errorPage })),
      ...names.map((name) => ({ name })),
    ];
    const refusals = await stage.run(
      ...more.map((each, index) => loadBalancerOn(1 + index, addressOf(1), [], { port: 8000 + index, ...each })),
    );
    expect([...refusals].map(([id, sentence]) => [more[id - 1], sentence])).toEqual([]);
  });
});
