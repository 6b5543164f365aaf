import { faults } from '../../../contract/octavia/faults.ts';
import { reservedAddresses } from '../../../contract/octavia/limits.ts';
import type { RequestValue } from '../../../contract/octavia/schemas/index.ts';
import { type Answer, json, missing, nothing, Refusal } from '../answer.ts';
import { type Context, type Handlers, loadBalancerOf, parentPool, require, requireQuota } from '../context.ts';
import type { LoadBalancer, Member, Pool } from '../model.ts';
import { checkMember } from '../provider-driver.ts';
import { removeMember } from '../removal.ts';
import { addMember, memberDefaults, type NewMember, over, tagsOf } from '../rows.ts';
import { listBelow, show } from './lists.ts';

const root = 'member';

interface Place {
  readonly pool: Pool;
  readonly loadBalancer: LoadBalancer;
}

function placeOf(context: Context, right: 'read' | 'write'): Place {
  const pool = parentPool(context);
  require(context, right, pool.project_id);
  return { pool, loadBalancer: loadBalancerOf(context, pool.load_balancer_id) };
}

function named(context: Context, right: 'read' | 'write'): Place & { readonly member: Member } {
  const place = placeOf(context, right);
  const { memberId = '' } = context.params;
  const member = context.service.store.members.get(memberId);
  if (member?.pool_id !== place.pool.id) throw missing('Member', memberId);
  return { ...place, member };
}

function checkAddress(address: string): void {
  if (reservedAddresses.includes(address)) {
    throw new Refusal('OPTION400', faults.OPTION400.words.default(address, 'member address'));
  }
}

const twinOf = (members: readonly Member[], given: NewMember) =>
  members.find(({ address, protocol_port }) => address === given.address && protocol_port === given.protocol_port);

function create(context: Context, value: RequestValue<'octavia.members.create'>): Answer {
  const { service } = context;
  const { pool, loadBalancer } = placeOf(context, 'write');
  checkAddress(value.address);
  requireQuota(context, 'member', pool.project_id);
  service.changes.requireActive(loadBalancer, pool);
  if (twinOf(service.store.membersOf(pool), value)) {
    throw new Refusal('DUP409', faults.DUP409.words.member(value.address, value.protocol_port));
  }
  checkMember(loadBalancer, value);
  const member = addMember(service, pool, value);
  const listeners = service.store.listenersUsing(pool);
  service.changes.begin({ loadBalancer, object: member, pool, listeners, status: 'PENDING_CREATE' });
  return json(201, { [root]: service.views.member(member) });
}

interface Settings {
  readonly name?: string | null | undefined;
  readonly tags?: readonly string[] | null | undefined;
}

function set(member: Member, value: Settings): void {
  if (value.name !== undefined) member.name = value.name ?? '';
  if (value.tags) member.tags = tagsOf(value.tags);
  const { admin_state_up, weight, backup, monitor_address, monitor_port } = member;
  Object.assign(member, over({ admin_state_up, weight, backup, monitor_address, monitor_port }, value, memberDefaults));
}

function update(context: Context, value: RequestValue<'octavia.members.update'>): Answer {
  const { service } = context;
  const { pool, loadBalancer, member } = named(context, 'write');
  service.changes.requireActive(loadBalancer, pool);
  set(member, { ...value, ...(value.admin_state_up === null && { admin_state_up: false }) });
  const listeners = service.store.listenersUsing(pool);
  service.changes.begin({ loadBalancer, object: member, pool, listeners, status: 'PENDING_UPDATE' });
  return json(200, { [root]: service.views.member(member) });
}

/**
 * Adds, changes and deletes, by address and port. Of a known member, fields that are left out return to their defaults; name, tags and
 * subnet stay. Source: octavia/api/v2/types/member.py (MemberPOST), controllers/member.py.
 */
function replace(context: Context, value: RequestValue<'octavia.members.updateMany'>): Answer {
  const { service } = context;
  const { store, changes } = service;
  const { pool, loadBalancer } = placeOf(context, 'write');
  const additive = ['true', '1', 'yes', 't', 'y', 'on'].includes(
    (context.query.get('additive_only') ?? '').toLowerCase(),
  );
  changes.requireActive(loadBalancer, pool);
  const members = store.membersOf(pool);
  const fresh = value.filter((given) => !twinOf(members, given));
  const kept = value.flatMap((given) => {
    const member = twinOf(members, given);
    return member ? [{ member, given }] : [];
  });
  for (const { address } of fresh) checkAddress(address);
  const gone = additive ? [] : members.filter((member) => !kept.some((each) => each.member === member));
  if (fresh.length + kept.length + gone.length === 0) return nothing(202);
  requireQuota(context, 'member', pool.project_id, Math.max(0, fresh.length - gone.length));
  for (const given of value) checkMember(loadBalancer, given);
  const added = fresh.map((given) => addMember(service, pool, given));
  for (const { member, given } of kept) set(member, { ...memberDefaults, ...given });
  changes.begin({
    loadBalancer,
    object: pool,
    listeners: store.listenersUsing(pool),
    others: [...added, ...kept.map(({ member }) => member), ...gone],
    status: 'PENDING_UPDATE',
    done: () => {
      for (const member of gone) removeMember(store, member);
    },
  });
  return nothing(202);
}

function remove(context: Context): Answer {
  const { store, changes } = context.service;
  const { pool, loadBalancer, member } = named(context, 'write');
  changes.requireActive(loadBalancer, pool);
  changes.begin({
    loadBalancer,
    object: member,
    pool,
    listeners: store.listenersUsing(pool),
    status: 'PENDING_DELETE',
    done: () => removeMember(store, member),
  });
  return nothing(204);
}

export const members = {
  'octavia.members.list': (context) => {
    const { pool } = placeOf(context, 'read');
    const { store, views } = context.service;
    const filters = ['address', 'protocol_port', 'weight', 'backup', 'subnet_id', 'monitor_port', 'monitor_address'];
    return listBelow(
      context,
      { key: 'members', table: store.members, filters, view: (row) => views.member(row) },
      store.membersOf(pool),
    );
  },
  'octavia.members.create': create,
  'octavia.members.updateMany': replace,
  'octavia.members.show': (context) => show(context, root, context.service.views.member(named(context, 'read').member)),
  'octavia.members.update': update,
  'octavia.members.delete': remove,
} satisfies Pick<Handlers, Extract<keyof Handlers, `octavia.members.${string}`>>;
