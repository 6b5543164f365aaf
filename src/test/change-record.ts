import type { ChangeRecord } from '../../contract/shared/change-record.ts';

/** A recorded write, Disabled → HTTP cookie, accepted and read back, but for what the test is about. */
export const changeRecord = (rest: Partial<ChangeRecord> = {}): ChangeRecord => ({
  id: '1',
  at: '2031-05-02T17:20:11.000Z',
  user: 'admin',
  account: '100001',
  region: 'ORD',
  loadBalancerId: '71',
  loadBalancerName: 'web',
  operation: 'sessionPersistence.enable',
  method: 'PUT',
  path: '/loadbalancers/71/sessionpersistence',
  body: '{"sessionPersistence":{"persistenceType":"HTTP_COOKIE"}}',
  before: 'DISABLED',
  after: 'HTTP_COOKIE',
  reason: null,
  run: null,
  requestId: 'q1',
  status: 202,
  duration: 5,
  verdict: 'confirmed',
  detail: null,
  ...rest,
});
