import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataPlane, Node, NodeStatus, RunningLoadBalancer } from '../../data-plane.ts';
import { type SelfSigned, selfSigned } from '../demo-nodes/certificate.ts';
import { type DemoNode, type DemoNodeOptions, startDemoNode } from '../demo-nodes/demo-node.ts';
import { findHaproxy } from '../find-haproxy.ts';
import { haproxyDataPlane } from '../haproxy-data-plane.ts';
import { nodeOn } from './load-balancers.ts';

/** Why tests with real HAProxy cannot run here; null when they can. */
export const haproxy = await findHaproxy(process.env);
export const noHaproxy: string | null = haproxy.path === null ? haproxy.reason : null;

/** A virtual IP of this process's own: several test workers run at once. */
export const addressOf = (host: number): string => `127.${64 + (process.pid & 63)}.${(process.pid >> 6) & 255}.${host}`;

/** A client's own loopback address. */
export const clientAddress = (client: number): string => `127.1.${client >> 8}.${client & 255 || 1}`;

let certificate: SelfSigned | null = null;
/** One certificate for every HTTPS node of a test run: making keys is slow. */
export const nodeCertificate = (): SelfSigned => {
  certificate ??= selfSigned(['node.example.com'], Date.now());
  return certificate;
};

/** A data plane over real HAProxy with nodes of its own, in a folder of its own. */
export class Stage {
  readonly folder: string;
  readonly dataPlane: DataPlane;
  readonly wanted = new Map<number, RunningLoadBalancer>();
  readonly failures: { id: number; reason: string }[] = [];
  readonly said: string[] = [];
  /** How often something ran that had been refused. */
  recoveries = 0;
  readonly #nodes = new Map<number, DemoNode>();
  readonly #statuses = new Map<number, NodeStatus>();
  readonly details: string[] = [];
  #waiting: { done(): boolean; resolve(): void }[] = [];

  private constructor(folder: string) {
    this.folder = folder;
    if (haproxy.path === null) throw new Error(haproxy.reason);
    this.dataPlane = haproxyDataPlane({
      haproxy,
      folder: join(folder, 'haproxy'),
      log: (sentence) => {
        this.said.push(sentence);
        this.#look();
      },
    });
  }

  static async open(folder?: string): Promise<Stage> {
    const stage = new Stage(folder ?? (await mkdtemp(join(tmpdir(), 'holdfast-test-'))));
    await stage.dataPlane.start({
      nodeStatus: (_, nodeId, status, detail) => {
        stage.#statuses.set(nodeId, status);
        stage.details.push(detail);
        stage.#look();
      },
      failed: (id, reason) => {
        stage.failures.push({ id, reason });
        stage.#look();
      },
      recovered: () => {
        stage.recoveries += 1;
        stage.#look();
      },
    });
    return stage;
  }

  /** Starts a node named n{id} and returns it as a load balancer holds it. */
  async node(id: number, more: Partial<Node> = {}, tls?: DemoNodeOptions['tls']): Promise<Node> {
    const node = await startDemoNode({ name: `n${id}`, port: more.port ?? 0, ...(tls ? { tls } : {}) });
    this.#nodes.set(id, node);
    return nodeOn(id, node.port, more);
  }

  async stopNode(id: number): Promise<void> {
    await this.#nodes.get(id)?.close();
    this.#nodes.delete(id);
  }

  /** Sets the load balancers given and makes everything run. */
  async run(...loadBalancers: RunningLoadBalancer[]): Promise<ReadonlyMap<number, string>> {
    for (const loadBalancer of loadBalancers) this.wanted.set(loadBalancer.id, loadBalancer);
    return this.dataPlane.apply(this.wanted);
  }

  /** Changes one load balancer and makes it run. */
  async change(id: number, more: Partial<RunningLoadBalancer>): Promise<string | undefined> {
    const refusals = await this.run({ ...this.wanted.get(id)!, ...more });
    return refusals.get(id);
  }

  /** Resolves when a health check has given the node this status. */
  nodeBecomes(nodeId: number, status: NodeStatus): Promise<void> {
    return this.until(() => this.#statuses.get(nodeId) === status);
  }

  /** Resolves when the condition holds; looked at whenever the data plane says something. */
  until(done: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push({ done, resolve });
      this.#look();
    });
  }

  async close(): Promise<void> {
    await this.dataPlane.close();
    await Promise.all([...this.#nodes.values()].map((node) => node.close()));
    await rm(this.folder, { recursive: true, force: true });
  }

  #look(): void {
    this.#waiting = this.#waiting.filter(({ done, resolve }) => {
      if (!done()) return true;
      resolve();
      return false;
    });
  }
}
