import type { LoadBalancer } from '../../model/load-balancer.ts';
import { createStore } from '../controls/use-store.ts';

/** The list of load balancers, as what lies over its page knows it. */
export interface ListInView {
  /** The rows that are shown. */
  rows(): readonly LoadBalancer[];
  /** Query of the address that shows the same again, without the question mark. */
  query(): string;
  /** Shows what such a query says. */
  show(query: string): void;
}

/** Null while another page is shown. */
export const listInView = createStore<ListInView | null>(null);
