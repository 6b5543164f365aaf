import { expect, test } from 'vitest';
import type { Body } from '../testing/test-region.ts';
import { sslRequest, type World, world } from './conformance/world.ts';

async function eventsOf({ ask }: World, id: number): Promise<string[]> {
  const { body } = await ask('GET', `/loadbalancers/${id}/usage`);
  return body.loadBalancerUsageRecords.map(
    ({ eventType, sslMode, numVips }: Body) => `${eventType} ${sslMode} ${numVips}`,
  );
}

test('each event that is billed has a usage record, to the deletion', async () => {
  const at = await world();
  const { id } = await at.make();
  const path = `/loadbalancers/${id}`;
  const write = async (method: string, part: string, body?: unknown) => {
    const { status, body: heard } = await at.ask(method, path + part, body === undefined ? {} : { body });
    expect(status).toBe(202);
    await at.settle();
    return heard;
  };
  const { id: virtualIpId } = await write('POST', '/virtualips', { type: 'PUBLIC', ipVersion: 'IPV6' });
  await write('PUT', '/sessionpersistence', { persistenceType: 'SOURCE_IP' });
  await write('DELETE', `/virtualips/${virtualIpId}`);
  await write('PUT', '/ssltermination', { sslTermination: sslRequest });
  await write('PUT', '/ssltermination', { sslTermination: { secureTrafficOnly: true } });
  await write('DELETE', '/ssltermination');
  await at.control('status', { loadBalancerId: id, status: 'SUSPENDED' });
  await at.control('status', { loadBalancerId: id, status: 'ACTIVE' });
  await write('DELETE', '');
  expect(await eventsOf(at, id)).toEqual([
    'CREATE_LOADBALANCER OFF 2',
    'CREATE_VIRTUAL_IP OFF 3',
    'DELETE_VIRTUAL_IP OFF 2',
    'SSL_MIXED_ON MIXED 2',
    'SSL_ONLY_ON ON 2',
    'SSL_OFF OFF 2',
    'SUSPEND_LOADBALANCER OFF 2',
    'UNSUSPEND_LOADBALANCER OFF 2',
    'DELETE_LOADBALANCER OFF 0',
  ]);
});
