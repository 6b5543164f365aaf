import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { Metrics } from '../metrics.ts';

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Metrics for Prometheus, with Node's own. */
export function prometheusMetrics(): Metrics {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const requests = new Counter({
    name: 'holdfast_requests_total',
    help: 'Requests answered, by operation or route, method and status.',
    labelNames: ['route', 'method', 'status'],
    registers: [register],
  });
  const durations = new Histogram({
    name: 'holdfast_request_duration_seconds',
    help: 'Time from request to answer, by operation or route.',
    labelNames: ['route'],
    buckets: seconds,
    registers: [register],
  });
  const exchanges = new Counter({
    name: 'holdfast_upstream_exchanges_total',
    help: 'Exchanges with regions, by outcome: the status, or why there was none.',
    labelNames: ['region', 'outcome'],
    registers: [register],
  });
  const exchangeDurations = new Histogram({
    name: 'holdfast_upstream_duration_seconds',
    help: 'Time that regions took to answer.',
    labelNames: ['region'],
    buckets: seconds,
    registers: [register],
  });
  const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']);
  return {
    request(route, method, status, duration) {
      requests.inc({ route, method: methods.has(method) ? method : 'other', status });
      durations.observe({ route }, duration / 1000);
    },
    upstream(region, outcome, duration) {
      exchanges.inc({ region, outcome });
      exchangeDurations.observe({ region }, duration / 1000);
    },
    async text() {
      return { body: await register.metrics(), contentType: register.contentType };
    },
  };
}
