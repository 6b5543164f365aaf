import { z } from '../../shared/zod.ts';
import {
  address,
  adminStateUp,
  changeable,
  flag,
  name,
  optional,
  port,
  projectId,
  tags,
  uuid,
  weight,
} from './fields.ts';
import { wrapped } from './request.ts';
import { common, links, project, settledStatus, stamps, text } from './shared.ts';

/** Source: Load-balancer API v2 reference, "Members". */
const settings = {
  name,
  admin_state_up: adminStateUp,
  weight,
  backup: flag({ title: 'Backup', description: 'Takes traffic only when no other member is up.', default: false }),
  monitor_address: address({ title: 'Monitor address', description: 'Where the health monitor asks instead.' }),
  monitor_port: port('Monitor port', 'Where the health monitor asks instead.'),
  tags,
};

const place = {
  address: address({ title: 'Address', description: 'Cannot be changed later.' }),
  protocol_port: port('Port', 'Cannot be changed later.'),
};
const subnet = uuid({ title: 'Subnet id', description: 'Where the member is reached; the provider ovn needs it.' });
const requestSriov = flag({ title: 'SR-IOV', description: 'Since version 2.30.', default: false });

export const MemberInTree = z.strictObject({
  ...place,
  ...optional({ ...settings, subnet_id: subnet, request_sriov: requestSriov }),
});

export const MemberCreate = z.strictObject({
  ...place,
  ...optional({ ...settings, subnet_id: subnet, project_id: projectId, request_sriov: requestSriov }),
});

const distinct = (members: readonly { readonly address: string; readonly protocol_port: number }[]) =>
  new Set(members.map(({ address: ip, protocol_port }) => `${ip} ${protocol_port}`)).size === members.length;

/** Releases before 15.0.0 take twins and then stay locked for ever (release note fix-error-with-duplicate-members-in-batch-update). */
const MembersReplace = z
  .array(MemberCreate)
  .refine(distinct, { error: 'Two members have the same address and port.' })
  .meta({ title: 'Members' });

const MemberUpdate = z.strictObject({ ...changeable(settings), ...optional({ admin_state_up: adminStateUp, tags }) });

export const memberRequests = {
  MemberCreateRequest: wrapped('member', 'member_', MemberCreate, {
    address: '192.0.2.16',
    protocol_port: 8080,
    name: 'web-1',
  }),
  MembersReplaceRequest: wrapped('members', 'members_', MembersReplace, [
    { address: '192.0.2.16', protocol_port: 8080, weight: 1, backup: false, admin_state_up: true },
  ]),
  MemberUpdateRequest: wrapped('member', 'member_', MemberUpdate, { weight: 0 }),
};

const { description: _, ...shared } = common;
export const Member = z.object({
  ...shared,
  address: z.string(),
  protocol_port: z.int(),
  weight: z.int(),
  backup: z.boolean().optional(),
  subnet_id: text,
  monitor_address: text,
  monitor_port: z.int().nullable(),
  vnic_type: z.string().optional(),
});

const example = {
  id: '957a1ace-1bd2-449b-8455-820b6e4b63f3',
  name: 'web-1',
  ...settledStatus,
  admin_state_up: true,
  address: '192.0.2.16',
  protocol_port: 8080,
  weight: 1,
  backup: false,
  subnet_id: null,
  project_id: project,
  ...stamps,
  monitor_address: null,
  monitor_port: null,
  tags: [],
};

export const memberSchemas = {
  Member,
  MembersResponse: z
    .object({ members: z.array(Member), members_links: links })
    .meta({ examples: [{ members: [example], members_links: [] }] }),
  MemberResponse: z.object({ member: Member }).meta({ examples: [{ member: example }] }),
};
