import { expect, it } from 'vitest';
import { prometheusMetrics } from './metrics.ts';

it('counts requests and exchanges with their durations, in the format of Prometheus', async () => {
  const metrics = prometheusMetrics();
  metrics.request('loadBalancers.list', 'GET', 200, 3);
  metrics.request('loadBalancers.list', 'GET', 200, 31_000);
  metrics.request('a "route" \\ of\nits own', 'PROPFIND', 404, 1);
  metrics.upstream('ORD', 'slow', 30_000);
  const { body, contentType } = await metrics.text();
  expect(contentType).toMatch(/^text\/plain; version=0\.0\.4/);
  const lines = body.split('\n').filter((line) => /holdfast_/.test(line));
  expect(lines.filter((line) => /_total/.test(line))).toEqual([
    '# HELP holdfast_requests_total Requests answered, by operation or route, method and status.',
    '# TYPE holdfast_requests_total counter',
    'holdfast_requests_total{route="loadBalancers.list",method="GET",status="200"} 2',
    'holdfast_requests_total{route="a \\"route\\" \\\\ of\\nits own",method="other",status="404"} 1',
    '# HELP holdfast_upstream_exchanges_total Exchanges with regions, by outcome: the status, or why there was none.',
    '# TYPE holdfast_upstream_exchanges_total counter',
    'holdfast_upstream_exchanges_total{region="ORD",outcome="slow"} 1',
  ]);
  const duration = 'holdfast_request_duration_seconds';
  const bucket = (le: string) => `${duration}_bucket{le="${le}",route="loadBalancers.list"}`;
  expect(lines).toEqual(
    expect.arrayContaining([
      `# TYPE ${duration} histogram`,
      `${bucket('0.0025')} 0`,
      `${bucket('0.005')} 1`,
      `${bucket('30')} 1`,
      `${bucket('+Inf')} 2`,
      `${duration}_sum{route="loadBalancers.list"} 31.003`,
      `${duration}_count{route="loadBalancers.list"} 2`,
      'holdfast_upstream_duration_seconds_bucket{le="30",region="ORD"} 1',
    ]),
  );
  expect(body).toContain('\nprocess_cpu_seconds_total ');
  expect(body.endsWith('\n')).toBe(true);
});
