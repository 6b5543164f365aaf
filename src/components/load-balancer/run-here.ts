import type { NavigateOptions, To } from 'react-router';

const hash = '#stickiness';

/** Leads to the check of the load balancer whose page is shown, and starts it. */
export const runHere: [To, NavigateOptions] = [
  { hash },
  { replace: true, state: { run: true }, preventScrollReset: true },
];

/** Leads from any page to a load balancer's check and starts it. `page`: the load balancer's page. */
export const runAt = (page: string): [To, NavigateOptions] => [{ pathname: page, hash }, { state: { run: true } }];

/** Whether this visit of the page was made to start a check. */
export const asksToRun = (location: { hash: string; state: unknown }): boolean =>
  location.hash === hash && Boolean((location.state as { run?: boolean } | null)?.run);
