import { expect, test } from 'vitest';
import { parseYaml } from '../../node/clouds.ts';
import { type FileCloud, readClouds } from './clouds-file.ts';

const clouds = (yaml: string, secure?: string): FileCloud[] => {
  const found = readClouds(parseYaml(yaml), secure && parseYaml(secure));
  if (typeof found === 'string') throw new Error(found);
  return found;
};
const only = (entry: string): FileCloud => {
  const found = clouds(`clouds:\n  c:\n${entry.replace(/^/gm, '    ')}`);
  expect(found).toHaveLength(1);
  return found[0]!;
};
const auth = 'auth: {auth_url: "https://id.example.net/v3"}';

test('what a dashboard gives to download asks for the password only, and scopes by the project’s id', () => {
  expect(
    only(`
auth: {auth_url: "https://id.example.net:5000", username: "eva", project_id: 9f3a, project_name: "web", user_domain_name: "acme"}
regions: [north, south]
interface: "public"
identity_api_version: 3`),
  ).toMatchObject({
    url: 'https://id.example.net:5000/v3',
    form: 'password',
    username: 'eva',
    project: 'web',
    projectId: '9f3a',
    domain: { name: 'acme' },
    projectDomain: null,
    regions: ['north', 'south'],
    refusal: null,
  });
});

test.each([
  ['auth_methods: [v3password, v3totp]', 'totp'],
  ['auth_methods: "v3password,v3totp"', 'totp'],
  ['auth_methods: [password, totp]', 'totp'],
  ['auth_methods: [v3password]', 'password'],
])('several methods are one form: %s', (methods, form) => {
  const found = only(`auth_type: v3multifactor\n${methods}\nregion_name: [SJC3, DFW3]\n${auth}`);
  expect(found).toMatchObject({ form, regions: ['SJC3', 'DFW3'], refusal: null });
});

test('regions with identity services of their own are choices of their own', () => {
  const apart = clouds(`
clouds:
  c:
    auth: {username: eva}
    regions:
      - {name: a, values: {auth: {auth_url: https://a.example/v3}}}
      - {name: b, values: {auth: {auth_url: https://b.example/v3, project-name: web}}}
  d:
    auth: {auth_url: "https://iam.{region_name}.example/v3"}
    region_name: [x, y]
  e:
    auth: {auth_url: "https://iam.{region_name}.example/v3"}
    region_name: z`);
  expect(apart.map(({ name, url, regions, username, project }) => [name, url, regions, username, project])).toEqual([
    ['c a', 'https://a.example/v3', ['a'], 'eva', null],
    ['c b', 'https://b.example/v3', ['b'], 'eva', 'web'],
    ['d x', 'https://iam.x.example/v3', ['x'], null, null],
    ['d y', 'https://iam.y.example/v3', ['y'], null, null],
    ['e', 'https://iam.z.example/v3', ['z'], null, null],
  ]);
});

test('region is read as region_name, and orders only', () => {
  const found = only(`auth: {auth_url: "https://id.example.net/v3/"}\nregion: SJC3\nregions: [DFW3, SJC3]`);
  expect(found).toMatchObject({ url: 'https://id.example.net/v3', regions: ['SJC3', 'DFW3'] });
});

test('an application credential leaves the project out, and says so', () => {
  const found = only(`
auth_type: v3applicationcredential
auth: {auth_url: "https://id.example.net/v3", application_credential_id: 01234567890123456789012345678901, application_credential_secret: hidden, project_name: web}`);
  expect(found).toMatchObject({
    form: 'applicationCredential',
    applicationCredential: { id: '01234567890123456789012345678901' },
    project: null,
    notice: expect.stringContaining('left out'),
    refusal: null,
  });
});

test.each([
  ['auth_type: v3oidcpassword', /another identity provider.*pasted token/],
  ['auth_type: v3samlpassword', /another identity provider/],
  ['auth_type: v3kerberos', /another identity provider/],
  ['auth_type: v2password', /Identity v2\.0/],
  ['auth_type: none', /none that the panel knows/],
  ['auth_type: v3totp', /none that the panel knows/],
  ['auth_type: v3multifactor\nauth_methods: [v3password, v3oidcpassword]', /asks for password and oidcpassword/],
  ['auth_type: __proto__', /none that the panel knows/],
  ['verify: "false"', /is the text "false"/],
  ['verify: no', /does not verify/],
  ['verify: false\ncacert: /etc/ca.pem', /does not verify/],
  ['insecure: "True"', /does not verify/],
  ['insecure: true', /does not verify/],
  ['interface: private', /interface private/],
  ['load_balancer_endpoint_override: nowhere', /endpoint_override/],
  ['identity_api_version: 2.0', /Identity v2\.0/],
  ['identity_api_version: "2"', /Identity v2\.0/],
  ['cert: /etc/me.pem', /certificate of its own/],
  ['system_scope: all', /whole system/],
  ['domain_id: default', /domain without a project/],
])('an entry with %s cannot be used, and says why', (more, why) => {
  expect(only(`${auth}\n${more}`).refusal).toMatch(why);
});

test.each([
  ['auth: {auth_url: "https://id.example.net/v3", trust_id: t}', /trust/],
  ['auth: {auth_url: "https://id.example.net/v3", domain_name: acme}', /domain without a project/],
  ['auth: {auth_url: "https://id.{0.__class__}.net/v3"}\nregion_name: x', /\{region_name\}/],
  ['auth: {auth_url: "https://id.{x}.net/v3"}', /\{region_name\}/],
  ['auth: {auth_url: "https://id.{region_name}.net/v3"}', /\{region_name\}/],
  ['auth: {auth_url: "https://me:secret@id.example.net/v3"}', /parts/],
  ['auth: {auth_url: "ftp://id.example.net"}', /begins with https/],
  ['auth: {auth_url: [a]}', /no auth_url/],
  ['auth: {auth_url: "https://id.example.net/v2.0"}', /Identity v2\.0/],
  ['auth: {}', /no auth_url/],
  ['profile: rackspace', /no profile rackspace/],
  ['cloud: rackspace', /no profile rackspace/],
  ['profile: https://vendor.example', /fetches no profiles/],
  ['{}', /no auth_url/],
])('an entry that is %s cannot be used, and says why', (entry, why) => {
  const found = only(entry);
  expect(found.refusal).toMatch(why);
  expect(JSON.stringify(found)).not.toContain('secret');
});

test('an entry that is no list of settings spoils no other', () => {
  const found = clouds(`clouds: {a: 7, b: [1], c: null, d: {${auth}}}`);
  expect(found.map(({ name, refusal }) => [name, refusal === null])).toEqual([
    ['a', false],
    ['b', false],
    ['c', false],
    ['d', true],
  ]);
});

test('the file with the secrets lies over it, and of what is secret nothing is kept', () => {
  const found = clouds(
    `clouds: {a: {auth: {auth_url: "https://a.example/v3", username: eva, password: hidden1}}}`,
    `clouds: {a: {auth: {password: hidden2, username: adam}}, b: {auth: {auth_url: "https://b.example/v3", token: hidden3}}}`,
  );
  expect(found.map(({ name, username, form }) => [name, username, form])).toEqual([
    ['a', 'adam', 'password'],
    ['b', null, 'token'],
  ]);
  expect(JSON.stringify(found)).not.toContain('hidden');
});

test('keys of the project beside auth win over those in it, others do not; dashes are underscores', () => {
  expect(
    only(`
auth: {auth-url: "https://id.example.net/v3", username: in, project_name: in, user_domain_id: in}
username: out
project-name: out
user-domain-id: out
endpoint_type: internalURL
load-balancer-endpoint-override: https://lb.example.net/v2.0`),
  ).toMatchObject({
    username: 'in',
    project: 'out',
    domain: { id: 'out' },
    interface: 'internal',
    endpointOverride: 'https://lb.example.net/v2.0',
    refusal: null,
  });
});

test.each([
  [null, /no list of clouds/],
  [7, /no list of clouds/],
  [{}, /no list of clouds/],
  [{ clouds: [] }, /no list of clouds/],
  [{ clouds: {} }, /no cloud in it/],
])('%j is no such file', (content, why) => {
  expect(readClouds(content)).toMatch(why);
});
