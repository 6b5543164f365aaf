import type { Clock } from '../contract/shared/clock.ts';
import type { Prober } from './checks/probe.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { OpenStackCloud } from './providers/octavia/cloud.ts';
import type { SessionStore } from './sessions/session.ts';
import type { StaticFiles } from './static-files.ts';
import type { PanelStore } from './store/store.ts';
import type { Upstream } from './upstream.ts';

export interface PanelOptions {
  /** Root of the Identity v2.0 service of Cloud Load Balancers, such as `https://identity.example.com/v2.0`. */
  identityUrl?: string | undefined;
  /** OpenStack clouds that people may sign in to. At least one of both is needed. */
  openstack?: readonly OpenStackCloud[] | undefined;
  /** Reaches identity service, regions and the feedback webhook. */
  fetch: typeof globalThis.fetch;
  /** Takes the place of `fetch` towards identity service and regions where the platform has something faster. */
  upstream?: Upstream;
  sessions: SessionStore;
  /** History, calls, favourites, saved views, feedback and sign-outs. */
  store: PanelStore;
  /** False until the store was there for the first time; then, and unless given, true. */
  ready?(): boolean;
  clock: Clock;
  log: Log;
  metrics?: Metrics;
  /** Runs what nobody waits for (log, metrics) after the answer is on its way; at once unless given. */
  defer?(task: () => void): void;
  /** Address under which browsers reach the panel, when something (TLS) stands in front of it. */
  publicUrl?: string;
  /** CIDRs that stickiness checks may reach besides public addresses. */
  checkNetworks?: readonly string[];
  /** Sends one request of a stickiness check; absent where there are no sockets (the static demo). */
  probe?: Prober;
  /** Days that history is kept; 90 unless given. */
  historyDays?: number;
  feedbackWebhookUrl?: string;
  /** The built web app; without it the panel serves its API only. */
  files?: StaticFiles;
  /** SHA-256 of a text in hexadecimal, where the platform has a faster one: a web one costs more than the rest of a record. */
  sha256?(text: string): string;
  /** Compresses a large answer (gzip) for browsers that take it. */
  compress?(body: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>>;
  /** The product's version, for /healthz. */
  version?: string;
}
