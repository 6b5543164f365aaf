import { faults } from '../../../contract/octavia/faults.ts';
import { type Answer, forbidden, json, missing, nothing, Refusal } from '../answer.ts';
import { type Context, type Handlers, require, requireOperator, unlimited } from '../context.ts';
import { uuid } from '../ids.ts';
import { list } from '../listing.ts';
import { type Flavor, type Quota, type QuotaName, quotaNames, type Zone } from '../model.ts';
import { show } from './lists.ts';

/** Quotas, flavors, availability zones and providers. */

function reading(context: Context): void {
  const { caller } = context;
  if (caller.project === null) throw forbidden();
  require(context, 'read', caller.project);
}

const paging = ({ service, path }: Context) => ({ largestPage: service.largestPage, address: `${service.url}${path}` });

function catalogue<Item extends { readonly name: string }>(
  context: Context,
  key: string,
  rows: readonly Item[],
): Answer {
  reading(context);
  const named = rows.map((row) => ({ id: row.name, ...row }));
  return list(
    {
      key,
      rows: named,
      marked: (id) => named.find((row) => row.id === id),
      filters: ['id', 'name', 'description', 'enabled'],
      value: (row, name) => (row as Readonly<Record<string, unknown>>)[name],
      view: (row) => rows.find(({ name }) => name === row.name) as unknown as Readonly<Record<string, unknown>>,
    },
    context.query,
    paging(context),
  );
}

const flavorOf = ({ service, params }: Context): Flavor => {
  const flavor = service.store.flavors.get(params.flavorId ?? '');
  if (!flavor) throw missing('Flavor', params.flavorId ?? '');
  return flavor;
};

const zoneOf = ({ service, params }: Context): Zone => {
  const zone = service.store.zones.get(params.availabilityZoneName ?? '');
  if (!zone) throw missing('Availability Zone', params.availabilityZoneName ?? '');
  return zone;
};

const view = (row: Flavor | Zone) => row as unknown as Readonly<Record<string, unknown>>;

function set(
  row: Flavor | Zone,
  value: { readonly description?: string | null | undefined; readonly enabled?: boolean | null | undefined },
): void {
  if (value.description !== undefined) row.description = value.description ?? '';
  if (value.enabled !== undefined) row.enabled = value.enabled ?? false;
}

function requireNew(names: Iterable<string>, field: string, name: string): void {
  if ([...names].includes(name)) throw new Refusal('DUP409', faults.DUP409.words.name(field, name));
}

const quotaOf = ({ service }: Context, project: string): Quota => ({
  ...unlimited,
  ...service.store.quotas.get(project),
});

const spellings: Readonly<Record<string, QuotaName>> = {
  loadbalancer: 'load_balancer',
  healthmonitor: 'health_monitor',
};

function quotaProject(context: Context): string {
  const { projectId = '' } = context.params;
  const { policy } = context.service;
  if (!policy.mayReadQuota(context.caller, projectId)) throw forbidden();
  return projectId;
}

function settingQuota(context: Context): string {
  if (!context.service.policy.maySetQuota(context.caller)) throw forbidden();
  return context.params.projectId ?? '';
}

function capabilities(context: Context, key: string, names: Readonly<Record<string, string>>): Answer {
  requireOperator(context);
  const { providerName = '' } = context.params;
  if (!context.service.providers.some(({ name }) => name === providerName)) {
    throw new Refusal('DISABLED400', faults.DISABLED400.words.provider(providerName));
  }
  const known = providerName === 'ovn' ? [] : Object.entries(names);
  return json(200, { [key]: known.map(([name, description]) => ({ name, description })) });
}

type CatalogueId = Extract<
  keyof Handlers,
  `octavia.${'quotas' | 'flavors' | 'availabilityZones' | 'providers'}.${string}`
>;

export const catalogues = {
  'octavia.quotas.list': (context) => {
    const { caller, service, query } = context;
    const all = service.policy.maySetQuota(caller) || service.policy.readsAll(caller);
    const project = query.get('project_id') ?? (all ? null : (caller.project ?? ''));
    if (project !== null && !service.policy.mayReadQuota(caller, project)) throw forbidden();
    const rows = [...service.store.quotas]
      .filter(([id]) => project === null || id === project)
      .map(([id, quota]) => ({ id, project_id: id, ...quota }));
    return list(
      {
        key: 'quotas',
        rows,
        marked: (id) => rows.find((row) => row.id === id),
        filters: [],
        value: () => null,
        view: ({ id: _, ...row }) => ({
          ...Object.fromEntries(quotaNames.map((name) => [name, null])),
          ...row,
          tenant_id: row.project_id,
        }),
      },
      query,
      paging(context),
    );
  },
  'octavia.quotas.defaults': (context) => {
    requireOperator(context);
    return json(200, { quota: unlimited });
  },
  'octavia.quotas.show': (context) => json(200, { quota: quotaOf(context, quotaProject(context)) }),
  'octavia.quotas.default': (context) => {
    quotaProject(context);
    return json(200, { quota: unlimited });
  },
  'octavia.quotas.update': (context, value) => {
    const project = settingQuota(context);
    const given = Object.entries(value).map(([name, limit]) => [spellings[name] ?? name, limit ?? -1]);
    context.service.store.quotas.set(project, {
      ...context.service.store.quotas.get(project),
      ...Object.fromEntries(given),
    });
    return json(202, { quota: quotaOf(context, project) });
  },
  'octavia.quotas.reset': (context) => {
    context.service.store.quotas.delete(settingQuota(context));
    return nothing(202);
  },

  'octavia.flavors.list': (context) => catalogue(context, 'flavors', [...context.service.store.flavors.values()]),
  'octavia.flavors.show': (context) => {
    reading(context);
    return show(context, 'flavor', view(flavorOf(context)));
  },
  'octavia.flavors.create': (context, value) => {
    requireOperator(context);
    const { store, random } = context.service;
    requireNew(
      [...store.flavors.values()].map(({ name }) => name),
      'name',
      value.name,
    );
    const { name, flavor_profile_id } = value;
    const flavor: Flavor = {
      id: uuid(random),
      name,
      description: value.description ?? '',
      enabled: value.enabled ?? true,
      flavor_profile_id,
    };
    store.flavors.set(flavor.id, flavor);
    return json(201, { flavor });
  },
  'octavia.flavors.update': (context, value) => {
    requireOperator(context);
    const flavor = flavorOf(context);
    if (value.name) flavor.name = value.name;
    set(flavor, value);
    return json(200, { flavor });
  },
  'octavia.flavors.delete': (context) => {
    requireOperator(context);
    const { store } = context.service;
    const { id } = flavorOf(context);
    if ([...store.loadBalancers.values()].some(({ flavor_id }) => flavor_id === id)) {
      throw new Refusal('INUSE409', faults.INUSE409.words.object('Flavor', id));
    }
    store.flavors.delete(id);
    return nothing(204);
  },

  'octavia.availabilityZones.list': (context) =>
    catalogue(context, 'availability_zones', [...context.service.store.zones.values()]),
  'octavia.availabilityZones.show': (context) => {
    reading(context);
    return show(context, 'availability_zone', view(zoneOf(context)));
  },
  'octavia.availabilityZones.create': (context, value) => {
    requireOperator(context);
    const { zones } = context.service.store;
    requireNew(zones.keys(), 'name', value.name);
    const { name, availability_zone_profile_id } = value;
    const zone: Zone = {
      name,
      description: value.description ?? '',
      enabled: value.enabled ?? true,
      availability_zone_profile_id,
    };
    zones.set(name, zone);
    return json(201, { availability_zone: zone });
  },
  'octavia.availabilityZones.update': (context, value) => {
    requireOperator(context);
    const zone = zoneOf(context);
    set(zone, value);
    return json(200, { availability_zone: zone });
  },
  'octavia.availabilityZones.delete': (context) => {
    requireOperator(context);
    const { store } = context.service;
    const { name } = zoneOf(context);
    if ([...store.loadBalancers.values()].some(({ availability_zone }) => availability_zone === name)) {
      throw new Refusal('INUSE409', faults.INUSE409.words.object('Availability Zone', name));
    }
    store.zones.delete(name);
    return nothing(204);
  },

  'octavia.providers.list': (context) => {
    reading(context);
    return json(200, { providers: context.service.providers });
  },
  'octavia.providers.flavorCapabilities': (context) =>
    capabilities(context, 'flavor_capabilities', {
      loadbalancer_topology:
        'The load balancer topology. One of: SINGLE - One amphora per load balancer. ACTIVE_STANDBY - Two amphora per load balancer.',
      compute_flavor: 'The compute driver flavor ID.',
      amp_image_tag: 'The amphora image tag.',
    }),
  'octavia.providers.availabilityZoneCapabilities': (context) =>
    capabilities(context, 'availability_zone_capabilities', {
      compute_zone: 'The compute availability zone.',
      management_network: 'The management network ID for the amphora.',
      valid_vip_networks:
        'List of network IDs that are allowed for VIP use. This overrides/replaces the list of allowed networks configured in `octavia.conf`.',
    }),
} satisfies Pick<Handlers, CatalogueId>;
