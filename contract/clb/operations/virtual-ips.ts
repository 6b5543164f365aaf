import { guidePage, type Operation } from './operation.ts';
import { ids, paging } from './query.ts';

const group = 'Virtual IPs';
const collection = '/loadbalancers/{loadBalancerId}/virtualips';
const document = guidePage('api-reference/virtual-ips');

export const virtualIps = {
  'virtualIps.list': {
    group,
    title: 'List virtual IPs',
    method: 'GET',
    path: collection,
    success: 200,
    query: [paging[0], paging[1]],
    response: 'VirtualIpsResponse',
    faults: ['LB404', 'DEL410'],
    document,
  },
  'virtualIps.add': {
    group,
    title: 'Add an IPv6 virtual IP',
    method: 'POST',
    path: collection,
    success: 202,
    request: 'VirtualIpAddRequest',
    response: 'VirtualIpResponse',
    faults: ['SCHEMA400', 'VAL400', 'VIP400', 'LB404', 'LIM413', 'IMM422', 'DEL422', 'OUT500'],
    shows: 'virtualIps.list',
    warning: 'The load balancer also takes traffic on the new address; the present ones are not touched.',
    document,
  },
  'virtualIps.deleteMany': {
    group,
    title: 'Delete virtual IPs',
    method: 'DELETE',
    path: collection,
    success: 202,
    query: ids('virtual IPs'),
    faults: ['NOID400', 'BATCH400', 'LASTVIP400', 'VIPS400', 'LB404', 'IMM422', 'DEL422'],
    shows: 'virtualIps.list',
    warning: 'Traffic to these addresses stops, and an address that is given up may not come back.',
    document,
  },
  'virtualIps.delete': {
    group,
    title: 'Delete a virtual IP',
    method: 'DELETE',
    path: `${collection}/{virtualIpId}`,
    success: 202,
    faults: ['LASTVIP400', 'VIPS400', 'LB404', 'IMM422', 'DEL422'],
    shows: 'virtualIps.list',
    warning: 'Traffic to this address stops, and an address that is given up may not come back.',
    document,
  },
} as const satisfies Record<string, Operation>;
