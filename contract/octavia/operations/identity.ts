import { identityReference, type Operation } from './operation.ts';

const group = 'Identity';
const root = 'identity';
const tokens = '/auth/tokens';
const subject = {
  name: 'X-Subject-Token',
  title: 'Token',
  help: 'The token that the call is about; it may be the one that the call is made with.',
} as const;

export const identity = {
  'octavia.identity.authenticate': {
    group,
    title: 'Sign in',
    method: 'POST',
    path: tokens,
    root,
    anonymous: true,
    success: 201,
    request: 'AuthenticateRequest',
    response: 'TokenResponse',
    faults: ['ID400', 'ID401', 'METHOD401', 'SCOPE401', 'EXPIRED401', 'RECEIPT401', 'DELEGATED403', 'ID404'],
    document: identityReference('password-authentication-with-scoped-authorization'),
  },
  'octavia.identity.validate': {
    group,
    title: 'Validate a token',
    method: 'GET',
    path: tokens,
    root,
    headers: [subject],
    success: 200,
    response: 'TokenResponse',
    faults: ['ID401', 'ID403', 'ID404'],
    document: identityReference('validate-and-show-information-for-token'),
  },
  'octavia.identity.revoke': {
    group,
    title: 'Revoke a token',
    method: 'DELETE',
    path: tokens,
    root,
    headers: [subject],
    success: 204,
    faults: ['ID401', 'ID403', 'ID404'],
    warning: 'Every program that uses this token is signed out; tokens made from it stay. Traffic is not touched.',
    document: identityReference('revoke-token'),
  },
  'octavia.identity.projects': {
    group,
    title: 'List the projects of a user',
    method: 'GET',
    path: '/auth/projects',
    root,
    success: 200,
    response: 'ProjectsResponse',
    faults: ['ID401'],
    document: identityReference('get-available-project-scopes'),
  },
  'octavia.identity.catalog': {
    group,
    title: 'Show the service catalog',
    method: 'GET',
    path: '/auth/catalog',
    root,
    success: 200,
    response: 'CatalogResponse',
    faults: ['ID401', 'ID403'],
    document: identityReference('get-service-catalog'),
  },
} as const satisfies Record<string, Operation>;
