import fc from 'fast-check';
import { expect, test } from 'vitest';
import { faults } from '../contract/clb/faults.ts';
import { type SchemaName, schemas } from '../contract/clb/schemas/index.ts';
import { manualClock } from '../contract/shared/clock.ts';
import { memorySink } from './storage/memory.ts';
import type { CommitSink } from './storage/sink.ts';
import { endpoints, type GeneratedRequest, generatedRequest } from './testing/generated-requests.ts';
import { Picker } from './testing/picker.ts';
import { type Heard, settleTime, startTestRegion, type TestRegion } from './testing/test-region.ts';
import { Watcher } from './testing/watcher.ts';

/** Requests in all, and the number that they grow from: the same seed gives the same requests. */
const count = Number(process.env.PROPERTY_REQUESTS ?? 2000);
const seed = Number(process.env.PROPERTY_SEED ?? (process.env.PROPERTY_REQUESTS ? Date.now() % 2 ** 31 : 7));
const perRegion = 100;
/** Choices that one request is made of. */
const choices = 96;

/** Keeps text, as a file would: nothing but what JSON can say outlives a restart. */
function textSink(): CommitSink {
  const kept = memorySink();
  return {
    ...kept,
    append: (records) => kept.append(JSON.parse(JSON.stringify(records))),
  };
}

type Outcome = 'success' | 'refused by the model' | 'refused body' | 'refused path or format' | 'no right' | 'no token';

function outcomeOf({ status, body }: Heard): Outcome {
  if (status < 400) return 'success';
  if (status === 401) return 'no token';
  if (status === 403) return 'no right';
  if (body === '' || status === 406 || status === 415) return 'refused path or format';
  const unread = Array.isArray(body.message) && body.message[0] === faults.SCHEMA400.words.default;
  return unread || body.validationErrors ? 'refused body' : 'refused by the model';
}

/** One region's life: what came out of its requests, and everything that was asked. */
class Life {
  readonly outcomes = new Map<Outcome, number>();
  readonly asked: string[] = [];
  readonly #clock = manualClock();
  readonly #sink = textSink();
  #at!: TestRegion;
  #watcher!: Watcher;

  async begin(present: number): Promise<void> {
    this.#at = await this.#open();
    for (const [index, endpoint] of endpoints.entries()) {
      for (let each = 0; each < (index === 0 ? present : 2); each += 1) {
        const protocol = each % 4 === 3 ? 'HTTPS' : 'HTTP';
        const nodes = [{ address: '127.0.0.1', port: 7000 + each, condition: 'ENABLED' }];
        const body = { loadBalancer: { name: 'first', protocol, virtualIps: [{ type: 'PUBLIC' }], nodes } };
        await this.#at.ask('POST', '/loadbalancers', { ...endpoint, body });
      }
    }
    await this.#at.settle();
    this.#watcher = new Watcher(this.#at, 25);
    await this.#watcher.look(undefined);
  }

  #open = () => startTestRegion({ clock: this.#clock, sink: this.#sink });

  async step(pick: Picker): Promise<void> {
    if (pick.chance(40)) await this.#event(pick);
    await this.#request(generatedRequest(pick, this.#watcher), pick.chance(6));
    expect(this.#at.warnings).toEqual([]);
  }

  /** What happens between requests. */
  async #event(pick: Picker): Promise<void> {
    const event = pick.number(100);
    if (event < 90) {
      await this.#at.settle(pick.of([settleTime, settleTime, 100, 3_600_000]));
      return this.#watcher.look(undefined);
    }
    if (event < 92) return this.restart();
    const endpoint = pick.of(endpoints);
    const { id, status } = pick.of(this.#watcher.loadBalancers(endpoint)) ?? {};
    if (id === undefined) return;
    if (event < 96) await this.#control('fail-job', { loadBalancerId: id });
    else if (status === 'ACTIVE') await this.#control('status', { loadBalancerId: id, status: 'SUSPENDED' });
    else if (status === 'SUSPENDED') await this.#control('status', { loadBalancerId: id, status: 'ACTIVE' });
    await this.#watcher.look(id, id);
  }

  async #control(action: string, body: object): Promise<void> {
    this.asked.push(`control ${action} ${JSON.stringify(body)}`);
    expect((await this.#at.raw('POST', `/control/${action}`, { body })).status).toBe(200);
  }

  async #request(request: GeneratedRequest, twice: boolean): Promise<void> {
    const { operation, path, options, endpoint, loadBalancerId: id } = request;
    const before = id === undefined ? undefined : this.#watcher.status(endpoint, id);
    const whole = id === undefined ? undefined : await this.#watcher.read(endpoint, `/loadbalancers/${id}`);
    const send = () => this.#at.ask(operation.method, path, options);
    const heard = await Promise.all(twice ? [send(), send()] : [send()]);
    for (const each of heard) {
      const outcome = outcomeOf(each);
      this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1);
      this.asked.push(`${operation.method} ${path} ${options.text ?? JSON.stringify(options.body)} → ${each.status}`);
      expect(each.status).toBeLessThan(500);
      // Text: a feed that the Accept header asked for in place of the list.
      const inJson = outcome === 'success' && typeof each.body === 'object';
      if (inJson && operation.response) schemas[operation.response as SchemaName].parse(each.body);
    }
    await this.#watcher.look(id);
    if (id === undefined) return;
    const taken = heard.filter(({ status }) => status === 202);
    expect(taken.length).toBeLessThanOrEqual(1);
    if (taken.length === 1) {
      expect(before).toBe('ACTIVE');
      expect(this.#watcher.status(endpoint, id)).toMatch(/^PENDING_/);
    } else if (operation.method === 'GET' || heard.every(({ status }) => status >= 400)) {
      expect(await this.#watcher.read(endpoint, `/loadbalancers/${id}`)).toEqual(whole);
    }
  }

  /** Ends the region in the middle of whatever it does, and goes on with another on the same records. */
  async restart(): Promise<void> {
    this.asked.push('restart');
    const before = await this.#watcher.everything();
    await this.#at.region.close();
    this.#at = await this.#open();
    this.#watcher.moveTo(this.#at);
    expect(await this.#watcher.everything()).toEqual(before);
  }
}

const lives = fc.tuple(
  fc.constantFrom(3, 10, 23),
  fc.array(fc.array(fc.noBias(fc.nat()), { minLength: choices, maxLength: choices }), {
    minLength: perRegion,
    maxLength: perRegion,
  }),
);

test(
  `${count} generated requests never break the region`,
  async () => {
    const outcomes = new Map<Outcome, number>();
    await fc.assert(
      fc.asyncProperty(lives, async ([present, steps]) => {
        const life = new Life();
        try {
          await life.begin(present);
          for (const numbers of steps) await life.step(new Picker(numbers));
          await life.restart();
        } catch (error) {
          const last = life.asked.slice(-12).join('\n');
          throw new Error(`After ${life.asked.length} requests, the last of them\n${last}\n`, { cause: error });
        }
        for (const [outcome, times] of life.outcomes) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + times);
      }),
      { seed, numRuns: Math.ceil(count / perRegion), endOnFailure: true, includeErrorInReport: false },
    );
    const all = [...outcomes.values()].reduce((sum, times) => sum + times, 0);
    const share = (...names: Outcome[]) => names.reduce((sum, name) => sum + (outcomes.get(name) ?? 0), 0) / all;
    const told = [...outcomes].sort(([, a], [, b]) => b - a).map(([name, times]) => `${name} ${times}`);
    process.stdout.write(`${all} requests (PROPERTY_SEED=${seed}): ${told.join(', ')}\n`);
    expect(share('success')).toBeGreaterThanOrEqual(0.2);
    expect(share('success', 'refused by the model')).toBeGreaterThanOrEqual(0.4);
  },
  Math.max(60_000, count * 60),
);
