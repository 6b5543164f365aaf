import type { Draft, PoolDraft } from './draft.ts';

/** What the real service's seed holds, by the same names, for the tests that run on both. */

const cookie = { type: 'HTTP_COOKIE' };
const source = { type: 'SOURCE_IP' };
const pool = (name: string, more: Partial<PoolDraft> = {}): PoolDraft => ({ name, members: [1, 2, 3], ...more });
const check = { type: 'HTTP', delay: 2, timeout: 1, max_retries: 2, max_retries_down: 2, url_path: '/health' } as const;

export const rehearsal: readonly Draft[] = [
  {
    name: 'web',
    description: 'HTTP, three members with a health monitor, no persistence',
    tags: ['shop', 'prod'],
    listeners: [{ name: 'http', protocol: 'HTTP', port: 80, pool: pool('web-pool', { monitor: check }) }],
  },
  {
    name: 'app',
    description: 'HTTP with an application cookie; paths below /static go to a second pool',
    listeners: [
      {
        name: 'http',
        protocol: 'HTTP',
        port: 80,
        pool: pool('app-pool', { persistence: { type: 'APP_COOKIE', cookie_name: 'JSESSIONID' } }),
        below: { name: 'static', path: '/static', pool: pool('static-pool', { members: [4, 5], persistence: source }) },
      },
    ],
  },
  { name: 'empty', description: 'no listener and no pool' },
  { name: 'spare', description: 'a pool that no listener uses', pools: [pool('spare-pool', { persistence: cookie })] },
  {
    name: 'till',
    project: 'shop',
    description: 'of another project',
    listeners: [{ name: 'http', protocol: 'HTTP', port: 80, pool: pool('till-pool', { persistence: cookie }) }],
  },
];
