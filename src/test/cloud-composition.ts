import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { type ManualClock, manualClock } from '../../contract/shared/clock.ts';
import { type Cloud, type CloudOptions, createCloud } from '../../region/octavia/cloud.ts';
import { silentLog } from '../../server/log.ts';
import { createPanel } from '../../server/panel.ts';
import type { PanelOptions } from '../../server/ports.ts';
import { cloudAt, type OpenStackCloud } from '../../server/providers/octavia/cloud.ts';
import { memorySessions } from '../../server/sessions/memory.ts';
import { memoryStore } from '../../server/store/memory.ts';
import { fromPage } from './composition.ts';

const cloudUrl = 'http://127.0.0.1:9000';

export interface CloudComposition {
  readonly clock: ManualClock;
  readonly cloud: Cloud;
  /** MSW, for faults on top. */
  readonly network: ReturnType<typeof setupServer>;
  /** Answers the panel server in the cloud's place from now on; undefined leaves a request to the cloud. */
  answer: ((request: Request) => Response | Promise<Response> | undefined) | null;
  /** Signs in by password. */
  signIn(user: string, project?: string): Promise<void>;
  close(): Promise<void>;
}

/** The real panel server over the in-memory cloud, behind the page's own requests. `clouds`: what is offered at sign-in. */
export async function composeCloud(
  options: Partial<CloudOptions> = {},
  clouds: (own: OpenStackCloud) => readonly OpenStackCloud[] = (own) => [own],
  panelOptions: Partial<PanelOptions> = {},
): Promise<CloudComposition> {
  const clock = manualClock(Date.now());
  let drawn = 0;
  // Of these its ids are made.
  const random = () => {
    drawn = (drawn * 16_807 + 11) % 2_147_483_647;
    return drawn / 2_147_483_647;
  };
  const cloud = createCloud({ clock, random, seed: 'rehearsal', settle: 0, url: cloudUrl, ...options });
  const panel = createPanel({
    openstack: clouds(cloudAt(cloud.identityUrl, 'own')),
    fetch: async (input, init) => {
      const request = new Request(input, init);
      return (await composition.answer?.(request.clone())) ?? cloud.fetch(request);
    },
    sessions: memorySessions(),
    store: memoryStore(),
    clock,
    log: silentLog,
    ...panelOptions,
  });
  const network = setupServer(http.all('*', ({ request }) => panel.fetch(fromPage(request))));
  network.listen();
  const composition: CloudComposition = {
    clock,
    cloud,
    network,
    answer: null,
    async signIn(username, project) {
      const answer = await fetch('/session', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username, password: 'loopback-only', ...(project !== undefined && { project }) }),
      });
      if (answer.status !== 200)
        throw new Error(`Signing in as ${username} answered ${answer.status}: ${await answer.text()}`);
    },
    async close() {
      network.close();
      await panel.close();
    },
  };
  return composition;
}

export { HttpResponse, http };
