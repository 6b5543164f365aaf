import { collectDefaultMetrics, Registry } from 'prom-client';
import type { Metrics } from '../metrics.ts';

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

type Labels = Readonly<Record<string, string | number>>;

/** Source: Prometheus, "Text-based format": a label's value escapes these three. */
const escaped: Readonly<Record<string, string>> = { '\\': '\\\\', '"': '\\"', '\n': '\\n' };
const shown = (labels: Labels): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name}="${String(value).replace(/["\\\n]/g, (sign) => escaped[sign]!)}"`)
    .join(',');

const head = (name: string, type: string, help: string): string[] => [
  `# HELP ${name} ${help}`,
  `# TYPE ${name} ${type}`,
];

/** Counts by one key, and only makes labels of the key when it is new: a request is counted in less time than it takes to name it. */
class Counter {
  readonly #name: string;
  readonly #help: string;
  readonly #series = new Map<string, { readonly labels: string; count: number }>();

  constructor(name: string, help: string) {
    this.#name = name;
    this.#help = help;
  }

  add(key: string, labels: () => Labels): void {
    const known = this.#series.get(key);
    if (known) known.count += 1;
    else this.#series.set(key, { labels: shown(labels()), count: 1 });
  }

  lines(): string[] {
    const series = [...this.#series.values()];
    return [
      ...head(this.#name, 'counter', this.#help),
      ...series.map(({ labels, count }) => `${this.#name}{${labels}} ${count}`),
    ];
  }
}

/** Durations by the one value of the one label that they have. */
class Histogram {
  readonly #name: string;
  readonly #help: string;
  readonly #label: string;
  readonly #series = new Map<string, { readonly counts: number[]; count: number; sum: number }>();

  constructor(name: string, help: string, label: string) {
    this.#name = name;
    this.#help = help;
    this.#label = label;
  }

  add(value: string, duration: number): void {
    let known = this.#series.get(value);
    if (!known) {
      known = { counts: seconds.map(() => 0), count: 0, sum: 0 };
      this.#series.set(value, known);
    }
    known.count += 1;
    known.sum += duration;
    const bucket = seconds.findIndex((most) => duration <= most);
    if (bucket >= 0) known.counts[bucket]! += 1;
  }

  lines(): string[] {
    const name = this.#name;
    return [
      ...head(name, 'histogram', this.#help),
      ...[...this.#series].flatMap(([value, { counts, count, sum }]) => {
        const label = shown({ [this.#label]: value });
        const below = (at: number) => counts.slice(0, at + 1).reduce((sum, each) => sum + each, 0);
        return [
          ...seconds.map((most, at) => `${name}_bucket{le="${most}",${label}} ${below(at)}`),
          `${name}_bucket{le="+Inf",${label}} ${count}`,
          `${name}_sum{${label}} ${sum}`,
          `${name}_count{${label}} ${count}`,
        ];
      }),
    ];
  }
}

/** Metrics for Prometheus, with Node's own. */
export function prometheusMetrics(): Metrics {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const requests = new Counter(
    'holdfast_requests_total',
    'Requests answered, by operation or route, method and status.',
  );
  const durations = new Histogram(
    'holdfast_request_duration_seconds',
    'Time from request to answer, by operation or route.',
    'route',
  );
  const exchanges = new Counter(
    'holdfast_upstream_exchanges_total',
    'Exchanges with regions, by outcome: the status, or why there was none.',
  );
  const exchangeDurations = new Histogram(
    'holdfast_upstream_duration_seconds',
    'Time that regions took to answer.',
    'region',
  );
  const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']);
  return {
    request(route, method, status, duration) {
      const known = methods.has(method) ? method : 'other';
      requests.add(`${route} ${known} ${status}`, () => ({ route, method: known, status }));
      durations.add(route, duration / 1000);
    },
    upstream(region, outcome, duration) {
      exchanges.add(`${region} ${outcome}`, () => ({ region, outcome }));
      exchangeDurations.add(region, duration / 1000);
    },
    async text() {
      const own = [requests, durations, exchanges, exchangeDurations].flatMap((each) => [...each.lines(), '']);
      return { body: [...own, await register.metrics()].join('\n'), contentType: register.contentType };
    },
  };
}
