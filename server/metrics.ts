/** What the panel server counts. */
export interface Metrics {
  /** One answered request. `route`: its pattern or operation id. `duration`: milliseconds. */
  request(route: string, method: string, status: number, duration: number): void;
  /** One exchange with a region or the identity service; `outcome`: status or failure. `duration`: milliseconds. */
  upstream(region: string, outcome: string, duration: number): void;
  /** Everything counted so far, in Prometheus' text format. */
  text(): Promise<{ body: string; contentType: string }>;
}
