import type { Session, SessionState } from '../api/http/session.ts';

/** The demo's administrator, signed in, but for what the test is about. */
export const signedIn = (rest: Partial<Session> = {}): SessionState => ({
  signedIn: true,
  session: {
    provider: 'clb',
    service: 'http://127.0.0.1:4100/v2.0',
    user: 'admin',
    account: '100001',
    roles: ['admin'],
    regions: ['ORD', 'DFW'],
    endpoints: {},
    expires: Date.now() + 3_600_000,
    local: true,
    ...rest,
  },
});
