import type { Persistence } from './persistence.ts';

/** A pool's session persistence as tools write it that keep a cloud's settings in code. */
export interface InCode {
  /** For a shell with OpenStack's client. */
  readonly openstack: string;
  /** The part of the resource `openstack_lb_pool_v2`; a comment where it has to be left out. */
  readonly terraform: string;
}

/** In single quotes, as a shell takes it for one word. */
const word = (text: string): string => (/^[\w.,=:/-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

/** Sources: python-octaviaclient, "loadbalancer pool set"; terraform-provider-openstack, `openstack_lb_pool_v2`, which has neither timeout nor mask. */
export function inCode(pool: string, persistence: Persistence): InCode {
  if (persistence.state === 'disabled')
    return {
      openstack: `openstack loadbalancer pool unset --session-persistence ${word(pool)}`,
      terraform: '# openstack_lb_pool_v2: leave the block persistence out.',
    };
  const { type, cookieName, timeout, granularity } = persistence;
  const fields = [
    `type=${type}`,
    ...(cookieName === undefined ? [] : [`cookie_name=${cookieName}`]),
    ...(timeout === undefined ? [] : [`persistence_timeout=${timeout}`]),
    ...(granularity === undefined ? [] : [`persistence_granularity=${granularity}`]),
  ];
  return {
    openstack: `openstack loadbalancer pool set --session-persistence ${word(fields.join(','))} ${word(pool)}`,
    terraform: [
      'persistence {',
      `  type        = ${JSON.stringify(type)}`,
      ...(cookieName === undefined ? [] : [`  cookie_name = ${JSON.stringify(cookieName)}`]),
      '}',
    ].join('\n'),
  };
}
