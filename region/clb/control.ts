import { type FaultId, faultBody, faults } from '../../contract/clb/faults.ts';
import { operationIds } from '../../contract/clb/operations/index.ts';
import { nodeStatuses, statuses } from '../../contract/clb/statuses.ts';
import { z } from '../../contract/shared/zod.ts';
import { type Answer, json, ok, overLimit, plainFault } from './answer.ts';
import type { Service } from './context.ts';
import type { Call } from './dispatch.ts';
import type { FaultInjection } from './fault-injection.ts';
import type { LoadBalancer } from './model.ts';
import { seedChanges, seedOf } from './seed/seed.ts';
import { usageEvents } from './usage-events.ts';

/** What tests may do to the region from outside. See docs/region.md. */

const loadBalancerId = z.int();
const faultIds = Object.keys(faults) as [FaultId, ...FaultId[]];
const operation = z.enum(['*', ...operationIds]);
const times = z.int().min(1).max(1_000_000).default(1);

const shapes = {
  status: z.strictObject({ loadBalancerId, status: z.enum(statuses) }),
  hold: z.strictObject({ loadBalancerId }),
  release: z.strictObject({ loadBalancerId }),
  'fail-job': z.strictObject({ loadBalancerId }),
  'node-status': z.strictObject({ loadBalancerId, nodeId: z.int(), status: z.enum(nodeStatuses) }),
  fail: z.strictObject({
    operation,
    times,
    fault: z.enum(faultIds).optional(),
    message: z.string().optional(),
    status: z.int().min(200).max(599).optional(),
    body: z.string().optional(),
    type: z.string().default('application/json'),
    loadBalancerId: loadBalancerId.optional(),
  }),
  delay: z.strictObject({
    operation,
    times,
    milliseconds: z.int().min(0).max(600_000),
    loadBalancerId: loadBalancerId.optional(),
  }),
  obstacles: z.strictObject({}),
  clear: z.strictObject({}),
  reset: z.strictObject({ seed: z.union([z.string(), z.int()]).default('demo') }),
} as const;

type Action = keyof typeof shapes;
type Body<Name extends Action> = z.infer<(typeof shapes)[Name]>;

interface Surroundings {
  readonly service: Service;
  readonly faultInjection: FaultInjection;
}

const done = ok({});

/** The first of a fault's sentences that needs no value, unless another is given. */
function forced({ fault, message, status = 500, body = '', type }: Body<'fail'>, now: number): Answer {
  if (fault === 'RATE413') return overLimit(now, now + 1000);
  if (fault === undefined) return { status, body, ...(body !== '' && { type }) };
  const words = Object.values(faults[fault].words).find((each) => typeof each === 'string');
  const answer = json(faults[fault].status, faultBody(fault, message ?? words ?? fault));
  return fault === 'BUSY503' ? { ...answer, headers: { 'retry-after': '300' } } : answer;
}

/** The control endpoint: sets states, injects faults and delays, goes back to a seed. */
export class Control {
  readonly #service: Service;
  readonly #faultInjection: FaultInjection;
  readonly #actions: { readonly [Name in Action]: (body: Body<Name>) => Promise<Answer> | Answer };

  constructor({ service, faultInjection }: Surroundings) {
    this.#service = service;
    this.#faultInjection = faultInjection;
    this.#actions = {
      status: ({ loadBalancerId: id, status }) =>
        this.#change(id, {
          status,
          job: null,
          notCarried: undefined,
          held: status === 'PENDING_UPDATE' || status === 'PENDING_DELETE' || status === 'BUILD',
        }),
      hold: ({ loadBalancerId: id }) => this.#change(id, { held: true }),
      release: async ({ loadBalancerId: id }) => {
        await service.jobs.release(this.#named(id));
        return done;
      },
      'fail-job': ({ loadBalancerId: id }) => {
        service.jobs.failNext(this.#named(id).id);
        return done;
      },
      'node-status': ({ loadBalancerId: id, nodeId, status }) => {
        const { nodes } = this.#named(id);
        return this.#change(id, { nodes: nodes.map((node) => (node.id === nodeId ? { ...node, status } : node)) });
      },
      fail: (body) => {
        faultInjection.add({
          operation: body.operation,
          loadBalancerId: body.loadBalancerId ?? null,
          times: body.times,
          delay: 0,
          answer: forced(body, service.clock.now()),
        });
        return done;
      },
      delay: (body) => {
        faultInjection.add({
          operation: body.operation,
          loadBalancerId: body.loadBalancerId ?? null,
          times: body.times,
          delay: body.milliseconds,
          answer: null,
        });
        return done;
      },
      obstacles: () => ok({ obstacles: faultInjection.obstacles }),
      clear: () => {
        faultInjection.clear();
        service.rateLimits.clear();
        return done;
      },
      reset: ({ seed }) => this.#reset(`${seed}`),
    };
  }

  /** Answers `POST /control/{action}`. `path`: behind `/control`. */
  async answer(call: Call, path: string): Promise<Answer> {
    const name = path.slice(1);
    if (!Object.hasOwn(shapes, name)) {
      return plainFault(404, `There is no control called ${name}; there are ${Object.keys(shapes).join(', ')}.`);
    }
    if (call.method !== 'POST') return { status: 405, body: '', headers: { allow: 'POST' } };
    // A page of another site can send a body without this header, but not with it.
    if (call.header('content-type')?.split(';')[0] !== 'application/json') {
      return plainFault(415, 'Send the control as application/json.');
    }
    return this.#perform(name as Action, call.body);
  }

  async #perform<Name extends Action>(name: Name, text: string): Promise<Answer> {
    let value: unknown;
    try {
      value = JSON.parse(text === '' ? '{}' : text);
    } catch {
      return plainFault(400, 'The control is not JSON.');
    }
    const parsed = shapes[name].safeParse(value);
    if (!parsed.success) {
      const { path, message } = parsed.error.issues[0]!;
      return plainFault(400, `The control ${name} has a wrong ${path.join('.') || 'body'}: ${message}.`);
    }
    try {
      return await this.#actions[name](parsed.data as Body<Name>);
    } catch (error) {
      return plainFault(400, error instanceof Error ? error.message : String(error));
    }
  }

  #named(id: number): LoadBalancer {
    const found = this.#service.store.loadBalancers.get(id);
    if (!found) throw new Error(`There is no load balancer ${id}.`);
    return found;
  }

  async #change(id: number, change: Partial<LoadBalancer>): Promise<Answer> {
    const { store, clock, jobs } = this.#service;
    const before = this.#named(id);
    const value = { ...before, ...change, updated: clock.now() };
    await store.commit([
      { collection: 'loadBalancer', key: `${id}`, value },
      ...usageEvents(before, value, store, value.updated),
    ]);
    jobs.refresh();
    return done;
  }

  async #reset(text: string): Promise<Answer> {
    const seed = seedOf(text);
    if (seed === null) throw new Error(`The seed ${text} is not demo, empty or a number of load balancers.`);
    const { store, clock, virtualIps, jobs, rateLimits } = this.#service;
    this.#faultInjection.clear();
    rateLimits.clear();
    await store.commit(store.clearing());
    for (const range of Object.values(virtualIps)) range.startOver();
    await store.commit(seedChanges(seed, { store, clock, virtualIps }));
    jobs.resume();
    jobs.refresh();
    return done;
  }
}
