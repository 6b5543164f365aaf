import { type ManualClock, manualClock } from '../../contract/shared/clock.ts';
import { type Cloud, type CloudOptions, createCloud } from '../../region/octavia/cloud.ts';
import { type Log, silentLog } from '../log.ts';
import { createPanel } from '../panel.ts';
import type { PanelOptions } from '../ports.ts';
import { cloudAt, type OpenStackCloud } from '../providers/octavia/cloud.ts';
import { sealedCookies } from '../sessions/sealed-cookie.ts';
import { memoryStore } from '../store/memory.ts';
import type { PanelStore } from '../store/store.ts';
import { Browser, secret } from './browser.ts';

export const root = 'http://127.0.0.1:9000';

export interface CloudSetup {
  readonly cloud: Cloud;
  readonly clock: ManualClock;
  readonly store: PanelStore;
  readonly browser: Browser;
  another(): Browser;
  /** Every request that came to identity service or regions, in order: method, address and answer's status. */
  readonly received: { readonly method: string; readonly url: string; readonly status: number }[];
  /** Answers in the cloud's place from now on; undefined leaves a request to the cloud. */
  answer: ((request: Request) => Response | Promise<Response> | undefined) | null;
}

/** A panel over an in-memory cloud, with a clock that stands still and sign-ins in sealed cookies. */
export async function setUpCloud(
  options: Partial<CloudOptions> = {},
  panel: Partial<PanelOptions> = {},
  clouds: (own: OpenStackCloud) => readonly OpenStackCloud[] = (own) => [own],
): Promise<CloudSetup> {
  const clock = manualClock();
  let drawn = 0;
  const cloud = createCloud({
    clock,
    random: () => {
      drawn = (drawn * 16_807 + 11) % 2_147_483_647;
      return drawn / 2_147_483_647;
    },
    seed: 'empty',
    settle: 0,
    url: root,
    ...options,
  });
  const log: Log = silentLog;
  const openstack = clouds(cloudAt(cloud.identityUrl));
  const store = panel.store ?? memoryStore();
  const setup: Omit<CloudSetup, 'browser' | 'another'> = { cloud, clock, store, received: [], answer: null };
  const server = createPanel({
    openstack,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const answer = (await setup.answer?.(request.clone())) ?? (await cloud.fetch(request));
      setup.received.push({ method: request.method, url: request.url, status: answer.status });
      return answer;
    },
    sessions: await sealedCookies({
      secrets: [secret],
      identityUrl: panel.identityUrl,
      openstack: openstack.map(({ url }) => url),
      now: clock.now,
    }),
    clock,
    log,
    ...panel,
    store,
  });
  return Object.assign(setup, { browser: new Browser(server), another: () => new Browser(server) });
}
