import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startProgram } from '../testing/program.ts';
import { type NamedClouds, namedClouds } from './clouds.ts';

let folder: string;
const file = (name = 'clouds.yaml') => join(folder, name);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-clouds-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function read(yaml: string, authUrl?: string): Promise<NamedClouds> {
  writeFileSync(file(), yaml);
  const found = await namedClouds(authUrl, file());
  if (typeof found === 'string') throw new Error(found);
  return found;
}

test('the address that is set comes first, then every cloud of the file, in its order', async () => {
  const found = await read(
    'clouds: {b: {auth: {auth_url: "https://b.example"}}, a: {auth: {auth_url: "https://a.example"}}}',
    'https://id.example/v3',
  );
  expect(found.clouds.map(({ name, url }) => [name, url])).toEqual([
    ['id.example', 'https://id.example/v3'],
    ['b', 'https://b.example/v3'],
    ['a', 'https://a.example/v3'],
  ]);
  expect(found.warnings).toEqual([]);
});

test('JSON, anchors, merged keys, repeated keys and the file with the secrets are read as other tools read them', async () => {
  writeFileSync(file('secure.yaml'), 'clouds: {s: {auth: {auth_url: "https://s.example/v3", password: hidden}}}');
  const found = await read(`
x: &common {auth_type: password, region_name: "no"}
clouds:
  a: {<<: *common, auth: {auth_url: "https://a.example", auth_url: "https://b.example"}}`);
  expect(found.clouds.map(({ name, url, regions }) => [name, url, regions])).toEqual([
    ['a', 'https://b.example/v3', ['no']],
    ['s', 'https://s.example/v3', []],
  ]);
  rmSync(file('secure.yaml'));
  const json = await read(JSON.stringify({ clouds: { j: { auth: { auth_url: 'https://j.example' } } } }));
  expect(json.clouds.map(({ name }) => name)).toEqual(['j']);
});

test('an authority of its own is read, and one that is missing or none greys its entry alone', async () => {
  const pem = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
  writeFileSync(file('ca.pem'), pem);
  writeFileSync(file('no.pem'), 'nothing');
  const found = await read(`
clouds:
  a: {auth: {auth_url: "https://a.example"}, cacert: ${file('ca.pem')}}
  b: {auth: {auth_url: "https://b.example"}, cacert: ~/holdfast-is-not-there.pem}
  c: {auth: {auth_url: "https://c.example"}, cacert: ${file('no.pem')}}`);
  expect([...found.authorities]).toEqual([['https://a.example/v3', `${pem}\n`]]);
  expect(found.clouds.map(({ refusal }) => refusal)).toEqual([
    null,
    'Its cacert ~/holdfast-is-not-there.pem cannot be read (ENOENT).',
    expect.stringMatching(/holds no certificate/),
  ]);
  expect(found.warnings).toHaveLength(2);
});

test('plain http is honoured, with a warning where it leaves the machine', async () => {
  const found = await read(
    'clouds: {a: {auth: {auth_url: "http://10.0.0.5/identity"}}, b: {auth: {auth_url: "http://127.0.0.1:5000"}}}',
  );
  expect(found.clouds.map(({ refusal }) => refusal)).toEqual([null, null]);
  expect(found.warnings).toEqual([expect.stringMatching(/the cloud a unencrypted/)]);
});

test.each([
  ['is not there', null, /cannot be read \(ENOENT\)/],
  ['is no YAML', 'clouds: {a: [}', /is not YAML/],
  [
    'is a bomb',
    `${Array.from({ length: 30 }, (_, index) => `a${index}: &a${index} [${'*a'.concat(String(index - 1), ',').repeat(index ? 9 : 0)}]`).join('\n')}\n`,
    /YAML|no list/,
  ],
  ['is something else', 'a: 1', /has no list of clouds/],
  ['holds no cloud', 'clouds: {}', /has no cloud in it/],
])('a file that %s is refused in one sentence that names the setting', async (_, content, why) => {
  if (content !== null) writeFileSync(file(), content);
  const found = await namedClouds(undefined, file());
  expect(found).toMatch(/^The setting OS_CLIENT_CONFIG_FILE must name a clouds\.yaml: .*\.$/);
  expect(found).toMatch(why);
});

test('a panel whose file names no cloud that can be used does not start, and one with another cloud does', async () => {
  writeFileSync(file(), 'clouds: {a: {verify: false, auth: {auth_url: "https://a.example"}}}');
  const environment = { DATA_DIR: folder, OS_CLIENT_CONFIG_FILE: file() };
  const none = startProgram(environment);
  expect(await none.ended).toBe(1);
  expect(none.said()).toMatch(/OS_CLIENT_CONFIG_FILE names no cloud that can be used\. .*verify: false/);
  const other = startProgram({ ...environment, OS_AUTH_URL: 'http://127.0.0.1:1/v3' });
  const port = await other.ready;
  const answer = await (await fetch(`http://127.0.0.1:${port}/session`)).json();
  expect(
    answer.clouds.map(({ name, refusal }: { name: string; refusal: string | null }) => [name, refusal === null]),
  ).toEqual([
    ['127.0.0.1:1', true],
    ['a', false],
  ]);
  other.child.kill();
  await other.ended;
});
