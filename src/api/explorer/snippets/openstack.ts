import { shellWord } from './shell.ts';

/** What the command of a client is made from. */
export interface ClientRequest {
  readonly method: string;
  readonly region: string;
  /** Below the region's endpoint, query included. */
  readonly path: string;
  readonly body: string | null;
}

/** The client's nouns for what stands in a path below `/v2/lbaas/`. */
const nouns: Readonly<Record<string, string>> = {
  loadbalancers: '',
  listeners: 'listener',
  pools: 'pool',
  healthmonitors: 'healthmonitor',
  l7policies: 'l7policy',
  flavors: 'flavor',
  flavorprofiles: 'flavorprofile',
  availabilityzones: 'availabilityzone',
  providers: 'provider',
  quotas: 'quota',
};
const parts: Readonly<Record<string, string>> = { 'pools/members': 'member', 'l7policies/rules': 'l7rule' };
const shown: Readonly<Record<string, string>> = { stats: 'stats show', status: 'status show' };

/** The session persistence that a body sets, as the client takes it; undefined when it sets more or something else. */
function persistenceIn(body: string | null): string | undefined {
  try {
    const { pool, ...others } = JSON.parse(body ?? '');
    const { session_persistence: value, ...fields } = pool;
    if (Object.keys(others).length > 0 || Object.keys(fields).length > 0) return undefined;
    if (value === null) return 'unset';
    const pairs = Object.entries(value).filter(([, each]) => each !== null);
    // It parts them by commas, which a name that holds one would undo.
    if (pairs.length === 0 || pairs.some(([, each]) => String(each).includes(','))) return undefined;
    return `--session-persistence ${shellWord(pairs.map(([name, each]) => `${name}=${each}`).join(','))}`;
  } catch {
    return undefined;
  }
}

/**
 * The request as a command of the OpenStack client (python-octaviaclient); null where it has none that sends just this. Source: its
 * command reference, "loadbalancer".
 */
export function openstack({ method, region, path, body }: ClientRequest): string | null {
  const [bare = '', query = ''] = path.split('?');
  const [collection = '', id, part, partId, ...more] = bare
    .replace(/^\/v2\/lbaas\//, '')
    .split('/')
    .map(decodeURIComponent);
  const noun = nouns[collection];
  if (noun === undefined || more.length > 0) return null;
  const command = (...words: readonly string[]) =>
    ['openstack', '--os-region-name', shellWord(region), 'loadbalancer', ...words].filter(Boolean).join(' ');
  const ids = (...all: readonly (string | undefined)[]) => all.flatMap((each) => (each ? [shellWord(each)] : []));
  const isCascade = collection === 'loadbalancers' && method === 'DELETE' && query === 'cascade=true';
  if (query !== '' && !isCascade) return null;

  if (part !== undefined && shown[part] && method === 'GET')
    return collection === 'listeners' || collection === 'loadbalancers'
      ? command(collection === 'listeners' ? 'listener' : '', shown[part], ...ids(id))
      : null;
  const below = part === undefined ? undefined : parts[`${collection}/${part}`];
  if (part !== undefined && below === undefined) return null;
  const of = below ?? noun;
  const last = below === undefined ? id : partId;
  const named = below === undefined ? ids(id) : ids(id, partId);

  if (method === 'GET')
    return collection === 'quotas' && id === 'defaults'
      ? command('quota defaults show')
      : command(of, last === undefined ? 'list' : 'show', ...named);
  if (method === 'DELETE' && last !== undefined)
    return command(of, collection === 'quotas' ? 'reset' : 'delete', isCascade ? '--cascade' : '', ...named);
  if (method !== 'PUT' || collection !== 'pools' || part !== undefined) return null;
  const persistence = persistenceIn(body);
  if (persistence === undefined) return null;
  return persistence === 'unset'
    ? command('pool unset --session-persistence', ...ids(id))
    : command('pool set', persistence, ...ids(id));
}
