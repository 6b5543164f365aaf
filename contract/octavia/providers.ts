import { algorithms, monitorTypes } from './protocols.ts';

/**
 * What the drivers behind a load balancer can do. Users cannot read it from the API, so this is kept as a table; a provider that it
 * does not know may do everything until a 501 says otherwise.
 */
export interface Provider {
  readonly label: string;
  /** Persistence types by their API names, and why others are not offered. */
  readonly persistence: readonly string[];
  /** Pool protocols; absent: all. */
  readonly protocols?: readonly string[];
  readonly algorithms: readonly string[];
  readonly monitors: readonly string[];
  readonly l7policies: boolean;
  readonly allowedCidrs: boolean;
  readonly statistics: boolean;
  /** Members need a subnet. */
  readonly memberSubnet: boolean;
  /** A change of session persistence alone ends in ERROR; the present `admin_state_up` has to be sent along. */
  readonly persistenceNeedsAdminState: boolean;
  /** Null ends session persistence. Where it does not, only a new pool does. */
  readonly clearsPersistence: boolean;
  /** Persistence holds only with a timeout, and the API lets UDP and SCTP pools alone have one. */
  readonly persistenceNeedsTimeout: boolean;
  /** Seconds. */
  readonly longestTimeout: number;
  /** Timeout and mask are obeyed. */
  readonly timeoutAndMask: boolean;
  /** Set for all pools of the same protocol of the load balancer at once. */
  readonly persistenceShared: boolean;
  /** Listener tags and L7 policy names switch features of the device on. */
  readonly namesAreSwitches: boolean;
}

const whole: Provider = {
  label: '',
  persistence: ['HTTP_COOKIE', 'APP_COOKIE', 'SOURCE_IP'],
  algorithms,
  monitors: monitorTypes,
  l7policies: true,
  allowedCidrs: true,
  statistics: true,
  memberSubnet: false,
  persistenceNeedsAdminState: false,
  clearsPersistence: true,
  persistenceNeedsTimeout: false,
  longestTimeout: 86_400,
  timeoutAndMask: true,
  persistenceShared: false,
  namesAreSwitches: false,
};

const amphora: Provider = {
  ...whole,
  label: 'Amphora',
  algorithms: ['ROUND_ROBIN', 'LEAST_CONNECTIONS', 'SOURCE_IP'],
};

/** By the names that load balancers carry in `provider`. */
export const providers: Readonly<Record<string, Provider>> = {
  /** Source: octavia/api/drivers/amphora_driver/v2/driver.py. */
  amphora,
  octavia: amphora,
  amphorav2: amphora,
  /**
   * Source: ovn-octavia-provider, driver.py and helper.py (`pool_update`, `_extract_persistence_timeout`); OVN reads the timeout as
   * a number of at most 65535, and none as off. Its older releases have the algorithm SOURCE_IP_PORT alone.
   */
  ovn: {
    ...whole,
    label: 'OVN',
    persistence: ['SOURCE_IP'],
    protocols: ['TCP', 'UDP', 'SCTP'],
    algorithms: ['SOURCE_IP_PORT', 'SOURCE_IP'],
    monitors: ['TCP', 'UDP-CONNECT'],
    l7policies: false,
    allowedCidrs: false,
    statistics: false,
    memberSubnet: true,
    persistenceNeedsAdminState: true,
    clearsPersistence: false,
    persistenceNeedsTimeout: true,
    longestTimeout: 65_535,
    persistenceShared: true,
  },
  /** Source: sapcc/octavia-f5-provider-driver, restclient/as3objects/service.py and esd_repository.py. */
  f5: { ...whole, label: 'F5', namesAreSwitches: true },
  /** Source: a10-octavia, a10constants.py and persist_tasks.py: timeout and mask are ignored. */
  a10: { ...whole, label: 'A10', timeoutAndMask: false },
};

/** The provider of a load balancer, by its name there. One that the table does not know may do everything. */
export const providerOf = (name: string): Provider =>
  Object.hasOwn(providers, name) ? (providers[name] as Provider) : { ...whole, label: name };
