/** What is asked of the API's lists by whoever shows a whole region: the columns that it needs and no others. */

/** One of the API's lists: its path, the key of its rows, and the query that stays the same from page to page. */
export interface List {
  readonly path: string;
  readonly key: string;
  readonly query: string;
}

const columns = (names: readonly string[]): string => names.map((name) => `fields=${name}`).join('&');

const base = '/v2/lbaas';
/** Fields that a service does not know yet are left out by it without a word. */
export const lists = {
  loadBalancers: {
    path: `${base}/loadbalancers`,
    key: 'loadbalancers',
    query: columns([
      'id',
      'name',
      'description',
      'tags',
      'provisioning_status',
      'operating_status',
      'admin_state_up',
      'created_at',
      'updated_at',
      'vip_address',
      'additional_vips',
      'listeners',
      'pools',
      'provider',
    ]),
  },
  pools: {
    path: `${base}/pools`,
    key: 'pools',
    query: columns([
      'id',
      'name',
      'protocol',
      'lb_algorithm',
      'session_persistence',
      'provisioning_status',
      'operating_status',
      'admin_state_up',
      'loadbalancers',
      'listeners',
      'members',
    ]),
  },
  listeners: {
    path: `${base}/listeners`,
    key: 'listeners',
    query: columns(['id', 'name', 'protocol', 'protocol_port', 'default_pool_id']),
  },
} as const satisfies Record<string, List>;

/** Rows that are asked for first, so that something is seen soon. */
export const firstRows = 100;

/** The first request of a list of load balancers, which the page's code and whoever asks before it has to spell alike. */
export const firstList = `${lists.loadBalancers.path}?limit=${firstRows}&${lists.loadBalancers.query}`;
