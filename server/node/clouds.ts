import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse, type ScalarTag } from 'yaml';
import { isLoopback } from '../addresses.ts';
import { cloudAt, type OpenStackCloud } from '../providers/octavia/cloud.ts';
import { type FileCloud, readClouds } from '../providers/octavia/clouds-file.ts';
import { reasonOf } from './start-errors.ts';

/** The OpenStack clouds that the settings name. */
export interface NamedClouds {
  readonly clouds: readonly OpenStackCloud[];
  /** Root of an identity service → the certificates that are trusted there and in its regions, in PEM, in place of the usual ones. */
  readonly authorities: ReadonlyMap<string, string>;
  /** What whoever runs the panel should know, a sentence each. */
  readonly warnings: readonly string[];
}

/** Largest file that is read, in UTF-16 units. */
const largest = 1024 * 1024;

/** PyYAML's words for true and false, which wrote down what these files mean. */
const words: ScalarTag = {
  tag: 'tag:yaml.org,2002:bool',
  default: true,
  test: /^(yes|Yes|YES|true|True|TRUE|on|On|ON|no|No|NO|false|False|FALSE|off|Off|OFF)$/,
  resolve: (text) => /^(yes|true|on)$/i.test(text),
};

/** A file's content. Throws where it is no YAML. An id of digits stays the text that it is; of two alike keys the last counts, and `<<` takes over another entry. */
export const parseYaml = (content: string): unknown =>
  parse(content, {
    schema: 'failsafe',
    customTags: ['null', words, 'merge'],
    uniqueKeys: false,
    maxAliasCount: 1_000,
    logLevel: 'error',
  });

/** The file with the secrets, where there is one beside it. Its secrets are not kept; a cloud may stand in it alone. */
async function secureBeside(file: string): Promise<unknown> {
  for (const name of ['secure.yaml', 'secure.yml', 'secure.json']) {
    const content = await readFile(join(dirname(file), name), 'utf8').catch(() => null);
    if (content !== null) return parseYaml(content);
  }
  return {};
}

const home = (path: string): string => (path.startsWith('~/') ? join(homedir(), path.slice(2)) : path);

async function withAuthority(cloud: FileCloud): Promise<readonly [OpenStackCloud, string | null]> {
  const { cacert, ...known } = cloud;
  if (cacert === null || cloud.refusal !== null) return [known, null];
  const pem = await readFile(home(cacert), 'utf8').catch((error: unknown) => ({ why: reasonOf(error) }));
  if (typeof pem !== 'string')
    return [{ ...known, refusal: `Its cacert ${cacert} cannot be read (${pem.why}).` }, null];
  return /-----BEGIN (TRUSTED )?CERTIFICATE-----/.test(pem)
    ? [known, pem]
    : [{ ...known, refusal: `Its cacert ${cacert} holds no certificate in PEM form.` }, null];
}

/**
 * Reads the clouds that `OS_AUTH_URL` and `OS_CLIENT_CONFIG_FILE` name. Returns one sentence that names the setting when the file is no
 * `clouds.yaml`; an entry of it that cannot work comes with its reason, and ends nothing. Never rejects.
 */
export async function namedClouds(
  authUrl: string | undefined,
  file: string | undefined,
): Promise<NamedClouds | string> {
  const found: FileCloud[] = authUrl === undefined ? [] : [{ ...cloudAt(authUrl), cacert: null }];
  if (file !== undefined) {
    const wrong = (why: string) => `The setting OS_CLIENT_CONFIG_FILE must name a clouds.yaml: ${file} ${why}.`;
    let content: string;
    try {
      content = await readFile(home(file), 'utf8');
    } catch (error) {
      return wrong(`cannot be read (${reasonOf(error)})`);
    }
    if (content.length > largest) return wrong('is larger than 1 MB');
    let clouds: ReturnType<typeof readClouds>;
    try {
      clouds = readClouds(parseYaml(content), await secureBeside(home(file)));
    } catch {
      return wrong('or the secure.yaml beside it is not YAML');
    }
    if (typeof clouds === 'string') return wrong(clouds);
    found.push(...clouds);
  }

  const authorities = new Map<string, string>();
  const warnings: string[] = [];
  const clouds: OpenStackCloud[] = [];
  for (const each of found) {
    const [cloud, pem] = await withAuthority(each);
    clouds.push(cloud);
    if (pem !== null) authorities.set(cloud.url, `${authorities.get(cloud.url) ?? ''}${pem}\n`);
    const { protocol, hostname } = new URL(cloud.url);
    if (cloud.refusal !== null) warnings.push(`Nobody can sign in to the cloud ${cloud.name}. ${cloud.refusal}`);
    else if (protocol === 'http:' && !isLoopback(hostname))
      warnings.push(
        `Passwords and tokens travel to the cloud ${cloud.name} unencrypted: its address begins with http://.`,
      );
  }
  return { clouds, authorities, warnings };
}
