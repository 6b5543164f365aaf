import type { Answer } from '../answer.ts';
import { type Context, type Handlers, shown } from '../context.ts';
import type { Event, Subject } from '../model.ts';
import { integerParameter } from './paging.ts';

/** Source: CLB v1.0 developer guide, "Request and response types", Atom feeds: ten entries a page, newest first. */

const entriesAPage = 10;

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Characters that XML 1.0 has no way to spell are left out. */
const unspeakable = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

const xml = (text: string) => text.replace(unspeakable, '').replace(/[&<>"']/g, (character) => escapes[character]!);

/** Where the thing stands that an entry is about, below its load balancer. */
const places: Readonly<Record<Subject, string>> = {
  loadBalancer: '',
  node: '/nodes',
  nodeService: '/nodes',
  virtualIp: '/virtualips',
  accessList: '/accesslist',
  connectionThrottle: '/connectionthrottle',
  healthMonitor: '/healthmonitor',
  sessionPersistence: '/sessionpersistence',
  sslTermination: '/ssltermination',
};
const withItem: readonly Subject[] = ['node', 'nodeService', 'virtualIp', 'accessList'];

function relativeUri(account: string, { loadBalancerId, about, item }: Event): string {
  const part = withItem.includes(about) && item !== undefined ? `/${item}` : '';
  return `/${account}/loadbalancers/${loadBalancerId}${places[about]}${part}`;
}

const compact = (time: number) => new Date(time).toISOString().replace(/[-:.TZ]/g, '');

function entry(base: string, account: string, event: Event): string {
  const uri = relativeUri(account, event);
  return [
    '<entry>',
    `<title>${xml(event.title)}</title>`,
    `<summary>${xml(event.summary)}</summary>`,
    `<author><name>${xml(event.author)}</name></author>`,
    `<link href="${xml(base + uri)}"/>`,
    `<category term="${event.category}"/>`,
    `<id>${uri.slice(1).replaceAll('/', '-')}-${compact(event.time)}-${event.id}</id>`,
    `<updated>${new Date(event.time).toISOString()}</updated>`,
    '</entry>',
  ].join('');
}

interface Feed {
  readonly title: string;
  /** Behind the account in the feed's id. */
  readonly id: string;
  /** Oldest first. */
  readonly events: readonly Event[];
}

function feed(context: Context, { title, id, events }: Feed): Answer {
  const { service, account, region, path, query } = context;
  const page = Math.max(1, integerParameter(query, 'page') ?? 1);
  const base = `${service.url}/${region.toLowerCase()}/v1.0`;
  const self = `${base}/${account}${path.replace(/\.atom$/, '').replace(/\/$/, '')}.atom`;
  const entries = events.toReversed().slice((page - 1) * entriesAPage, page * entriesAPage);
  const updated = entries[0]?.time ?? service.clock.now();
  const link = (rel: string, number: number) => `<link rel="${rel}" href="${xml(self)}?page=${number}"/>`;
  return {
    status: 200,
    type: 'application/atom+xml',
    body: [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<feed xmlns="http://www.w3.org/2005/Atom">',
      `<title>${xml(title)}</title>`,
      `<id>${account}-${id}</id>`,
      `<updated>${new Date(updated).toISOString()}</updated>`,
      '<author><name>Rackspace Cloud</name></author>',
      link('next', page + 1),
      page > 1 ? link('previous', page - 1) : '',
      ...entries.map((each) => entry(base, account, each)),
      '</feed>',
    ].join('\n'),
  };
}

/** A feed of one load balancer's events about some subjects. An empty one of a load balancer that is not there says so. */
function feedOf(title: string, suffix: string, keep: (event: Event, context: Context) => boolean) {
  return (context: Context): Answer => {
    const { service, account, region, params } = context;
    const { loadBalancerId } = params;
    const known = service.store.find(account, region, loadBalancerId);
    const events = known ? service.store.events(loadBalancerId).filter((event) => keep(event, context)) : [];
    if (events.length === 0) shown(context);
    const id = `loadbalancers-${loadBalancerId}${suffix && `-${suffix}`}`;
    return feed(context, { title, id: id.replace('{nodeId}', `${params.nodeId}`), events });
  };
}

const about =
  (...subjects: Subject[]) =>
  (event: Event) =>
    subjects.includes(event.about);

export const feeds = {
  'feeds.loadBalancers': (context) =>
    feed(context, {
      title: 'Parent Feed',
      id: 'loadbalancers',
      events: context.service.store.accountEvents(context.account, context.region),
    }),
  'feeds.loadBalancer': feedOf('Load Balancer Feed', '', () => true),
  'feeds.nodes': feedOf('Nodes Feed', 'nodes', about('node')),
  'feeds.node': feedOf(
    'Node Feed',
    'nodes-{nodeId}',
    (event, { params }) => event.about === 'node' && event.item === params.nodeId,
  ),
  'feeds.nodeEvents': feedOf('Node Service Feed', 'nodeservice', about('nodeService')),
  'feeds.virtualIps': feedOf('Virtual Ips Feed', 'virtualips', about('virtualIp')),
  'feeds.accessList': feedOf('Access List Feed', 'accesslist', about('accessList')),
  'feeds.connectionThrottle': feedOf('Connection Throttle Feed', 'connectionthrottle', about('connectionThrottle')),
  'feeds.healthMonitor': feedOf('Health Monitor Feed', 'healthmonitor', about('healthMonitor')),
  'feeds.sessionPersistence': feedOf('Session Persistence Feed', 'sessionpersistence', about('sessionPersistence')),
} satisfies Partial<Handlers>;
