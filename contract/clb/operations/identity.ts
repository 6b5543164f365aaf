import { guidePage, type Operation } from './operation.ts';

const group = 'Identity';
const root = 'identity';
const document = guidePage('getting-started/authenticate');

export const identity = {
  'identity.authenticate': {
    group,
    title: 'Authenticate',
    method: 'POST',
    path: '/tokens',
    root,
    anonymous: true,
    success: 200,
    request: 'AuthenticateRequest',
    response: 'AccessResponse',
    faults: ['IDBAD400', 'ID401'],
    document,
  },
  'identity.validate': {
    group,
    title: 'Validate a token',
    method: 'GET',
    path: '/tokens/{tokenId}',
    root,
    success: 200,
    response: 'AccessResponse',
    faults: ['ID401', 'ID404'],
    document,
  },
  'identity.revoke': {
    group,
    title: 'Revoke a token',
    method: 'DELETE',
    path: '/tokens/{tokenId}',
    root,
    success: 204,
    faults: ['ID401', 'ID404'],
    warning: 'Every program that uses this token is signed out; traffic is not touched.',
    document,
  },
} as const satisfies Record<string, Operation>;
