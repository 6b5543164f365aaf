import type { FaultWorld } from './fault-world.ts';

/** A write that another tab or person makes. Path below the region. */
interface Write {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

/** What an action of the fault table changes, as the region stores it: one text for each of its values, null for nothing. */
export interface Thing {
  /** The load balancer that has it, or is it. */
  readonly id: string;
  /** What is there once no change is under way. */
  stored(): Promise<string | null>;
  set(value: string | null): Promise<void>;
  /** What somebody else may do to it meanwhile. */
  others(): Promise<Write>;
}

export type MakeThing = (world: FaultWorld, id: string) => Thing;

export const persistenceOf: MakeThing = (world, id) => ({
  id,
  stored: () => world.stored(id),
  set: (value) => world.set(id, value),
  async others() {
    const persistenceType = (await world.stored(id)) === 'SOURCE_IP' ? 'HTTP_COOKIE' : 'SOURCE_IP';
    return {
      method: 'PUT',
      path: `/loadbalancers/${id}/sessionpersistence`,
      body: { sessionPersistence: { persistenceType } },
    };
  },
});

interface Shown {
  readonly loadBalancer: {
    readonly id: number;
    readonly status: string;
    readonly nodes?: readonly { readonly id: number; readonly condition: string }[];
  };
}

const show = async (world: FaultWorld, id: string) => {
  await world.stored(id);
  return ((await world.ask('GET', `/loadbalancers/${id}`)).body as Shown).loadBalancer;
};

async function asked(world: FaultWorld, method: string, path: string, body: unknown): Promise<unknown> {
  const answer = await world.ask(method, path, body);
  if (answer.status !== 202) throw new Error(`${method} ${path} answered ${answer.status}.`);
  return answer.body;
}

/** The condition of the load balancer's first node. */
export const nodeOf: MakeThing = (world, id) => {
  const node = async () => {
    const first = (await show(world, id)).nodes?.[0];
    if (!first) throw new Error(`Load balancer ${id} has no node.`);
    return first;
  };
  const write = async (condition: string) => ({
    method: 'PUT',
    path: `/loadbalancers/${id}/nodes/${(await node()).id}`,
    body: { node: { condition } },
  });
  return {
    id,
    stored: async () => (await node()).condition,
    async set(value) {
      if (value === null || (await node()).condition === value) return;
      const { method, path, body } = await write(value);
      await asked(world, method, path, body);
      await world.stored(id);
    },
    others: () => write('DISABLED'),
  };
};

/** A load balancer of its own, made anew where it was deleted: `there`. */
export const loadBalancerItself: MakeThing = (world) => {
  let id = '';
  const isThere = async () => id !== '' && !/DELETED/.test((await show(world, id)).status);
  return {
    get id() {
      return id;
    },
    stored: async () => ((await isThere()) ? 'there' : null),
    async set(value) {
      if (value === null || (await isThere())) return;
      const nodes = [{ address: '10.20.30.40', port: 80, condition: 'ENABLED' }];
      const loadBalancer = { name: 'short-lived', protocol: 'HTTP', port: 80, virtualIps: [{ type: 'PUBLIC' }], nodes };
      const made = (await world.ask('POST', '/loadbalancers', { loadBalancer })).body as Shown;
      id = String(made.loadBalancer.id);
      while ((await show(world, id)).status === 'BUILD') await new Promise((resolve) => setTimeout(resolve, 1));
    },
    others: async () => ({
      method: 'PUT',
      path: `/loadbalancers/${id}`,
      body: { loadBalancer: { name: 'renamed meanwhile' } },
    }),
  };
};

/** The load balancers of a name that nobody else gives: `there` when the region has one. */
export const madeOne: MakeThing = (world) => {
  const made = async () => {
    const { loadBalancers } = (await world.ask('GET', '/loadbalancers?limit=100')).body as {
      loadBalancers: { id: number; name: string; status: string }[];
    };
    return loadBalancers.filter(({ name, status }) => name === madeName && !/DELET/.test(status));
  };
  return {
    id: '',
    stored: async () => ((await made()).length > 0 ? 'there' : null),
    async set() {
      for (const { id } of await made()) {
        while ((await show(world, String(id))).status === 'BUILD')
          await new Promise((resolve) => setTimeout(resolve, 1));
        await asked(world, 'DELETE', `/loadbalancers/${id}`, undefined);
      }
    },
    others: async () => ({
      method: 'POST',
      path: '/loadbalancers',
      body: { loadBalancer: { name: 'of another', protocol: 'HTTP', port: 80, virtualIps: [{ type: 'PUBLIC' }] } },
    }),
  };
};
export const madeName = 'made-under-fault';
