import { algorithms, protocols } from '../../../contract/clb/protocols.ts';
import { ok } from '../answer.ts';
import type { Handlers } from '../context.ts';

/** Source: CLB v1.0 developer guide, "Protocols", "Algorithms" and "Allowed domains". */
export const catalogues = {
  'protocols.list': () => ok({ protocols: Object.entries(protocols).map(([name, { port }]) => ({ name, port })) }),
  'algorithms.list': () => ok({ algorithms: algorithms.map((name) => ({ name })) }),
  /** Nodes are given by address here. */
  'allowedDomains.list': () => ok({ allowedDomains: [] }),
} satisfies Partial<Handlers>;
