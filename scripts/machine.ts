import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Programs of other projects that ours drive: where they are on this machine, and how they get there. */

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Full path of the first of `names` found on PATH or in the places where systems keep servers. */
function findProgram(names: readonly string[]): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/opt/homebrew/bin'];
  for (const name of names) {
    const folder = folders.find((each) => each !== '' && isExecutable(join(each, name)));
    if (folder !== undefined) return join(folder, name);
  }
  return undefined;
}

const isDebian = () => existsSync('/etc/debian_version') && findProgram(['apt-get']) !== undefined;
const isRoot = () => process.getuid?.() === 0;

let listsAreFresh = false;

/** Installs a Debian package, telling so. False where that is not possible: not Debian, not root, or apt-get failed. */
function installDebianPackage(name: string): boolean {
  if (!isDebian() || !isRoot()) return false;
  console.log(`Installing Debian's package ${name}…`);
  const apt = (...words: string[]) =>
    spawnSync('apt-get', ['-q', '-y', ...words], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      stdio: ['ignore', 'ignore', 'inherit'],
    }).status === 0;
  if (!listsAreFresh) listsAreFresh = apt('update');
  return apt('install', '--no-install-recommends', name);
}

const debianCommand = (name: string) =>
  isDebian()
    ? `sudo apt-get install ${name}`
    : process.platform === 'darwin'
      ? `brew install ${name}`
      : `install ${name}`;

export type Found = { path: string } | { missing: string };

/** HAProxy: the setting `HAPROXY`, else one on the machine, else Debian's package. */
export function findHaproxy(): Found {
  if (process.env.HAPROXY) return { path: process.env.HAPROXY };
  const find = () => findProgram(['haproxy']);
  const path = find() ?? (installDebianPackage('haproxy') ? find() : undefined);
  if (path) return { path };
  return {
    missing: `HAProxy is not installed, so load balancers of the local region carry no traffic. To change that: ${debianCommand('haproxy')}`,
  };
}

const macBrowsers = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** A Chromium that is already here: the setting `CHROMIUM`, else the first one found. */
export function chromiumOnMachine(): string | undefined {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  return (
    // The headless shell is the same browser without its desktop parts: the tests take three quarters of the time.
    findProgram(['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']) ??
    macBrowsers.find(isExecutable)
  );
}

/** A Chromium for the tests: one already here, else Debian's package; neither means Playwright's own. */
export function findChromium(): string | undefined {
  const found = chromiumOnMachine();
  if (found) return found;
  const installed = installDebianPackage('chromium-headless-shell') || installDebianPackage('chromium');
  return installed ? chromiumOnMachine() : undefined;
}

const debianPostgres = '/usr/lib/postgresql';

/** Folder of PostgreSQL's server programs already here: the setting `POSTGRES_BIN`, else Debian's newest, else PATH. */
export function postgresOnMachine(): string | undefined {
  if (process.env.POSTGRES_BIN) return process.env.POSTGRES_BIN;
  const versions = existsSync(debianPostgres) ? readdirSync(debianPostgres) : [];
  const folders = versions.sort((a, b) => Number(b) - Number(a)).map((version) => join(debianPostgres, version, 'bin'));
  const folder = folders.find((each) => isExecutable(join(each, 'initdb')));
  if (folder) return folder;
  return findProgram(['initdb'])?.replace(/[\\/]initdb$/, '');
}

/** PostgreSQL's server programs for the history tests: already here, else Debian's package. */
export function findPostgres(): string | undefined {
  return postgresOnMachine() ?? (installDebianPackage('postgresql') ? postgresOnMachine() : undefined);
}

/** Debian's Python, whose packages a Python of the user's own lacks. */
export const debianPython = '/usr/bin/python3';
const pythonPackages = '/usr/lib/python3/dist-packages';
const octaviaPackages = ['python3-octavia', 'python3-keystone'] as const;
/** Octavia's releases that the tests know how to run: their stand-ins reach into its code. */
const octaviaReleases = /^octavia-11\./;

const hasOctavia = () =>
  existsSync(pythonPackages) &&
  existsSync(join(pythonPackages, 'keystone')) &&
  readdirSync(pythonPackages).some((name) => octaviaReleases.test(name));

/**
 * HAProxy and, in Debian's packages, Octavia 11 and Keystone, as far as they are here already: the path of HAProxy. Undefined where one
 * is missing, and where nobody may listen on ports 80 and 443.
 */
export function octaviaOnMachine(): string | undefined {
  const haproxy = process.env.HAPROXY || findProgram(['haproxy']);
  return isRoot() && haproxy !== 'off' && hasOctavia() ? haproxy : undefined;
}

/** The same for the tests: on Debian, as root, what is missing is installed. */
export function findOctavia(): string | undefined {
  const here = octaviaOnMachine();
  if (here || !isRoot()) return here;
  findHaproxy();
  for (const name of octaviaPackages) installDebianPackage(name);
  return octaviaOnMachine();
}

/** Apache Libcloud for the tests, for Debian's Python: on Debian, as root, it is installed where it is missing. False where it is not to be had. */
export const findLibcloud = (): boolean =>
  existsSync(join(pythonPackages, 'libcloud')) || installDebianPackage('python3-libcloud');

/** Whether this machine can get Debian's packages, so that tests without one would be a fault and not a fact. */
export const mayInstall = () => isDebian() && isRoot();

/** Programs that the API explorer writes requests for; each undefined where it is not on the machine. */
export interface SnippetPrograms {
  curl: string | undefined;
  httpie: string | undefined;
  /** A Python 3 that has Requests. */
  python: string | undefined;
  /** The OpenStack client with its commands for load balancers. */
  openstack: string | undefined;
}

const hasRequests = (python: string) => spawnSync(python, ['-c', 'import requests'], { stdio: 'ignore' }).status === 0;

/** Those programs as far as they are here already. */
export function snippetProgramsOnMachine(): SnippetPrograms {
  const pythons = [findProgram(['python3']), '/usr/bin/python3'].filter((path) => path !== undefined);
  return {
    curl: findProgram(['curl']),
    httpie: findProgram(['http']),
    python: pythons.find((path) => isExecutable(path) && hasRequests(path)),
    openstack: existsSync(join(pythonPackages, 'octaviaclient')) ? findProgram(['openstack']) : undefined,
  };
}

const snippetPackages: Readonly<Record<keyof SnippetPrograms, readonly string[]>> = {
  curl: ['curl'],
  httpie: ['httpie'],
  python: ['python3-requests'],
  openstack: ['python3-openstackclient', 'python3-octaviaclient'],
};

/** The same for the tests: what is missing comes from Debian's packages where that is possible. */
export function findSnippetPrograms(): SnippetPrograms {
  const here = snippetProgramsOnMachine();
  const missing = Object.entries(snippetPackages).filter(([program]) => !here[program as keyof SnippetPrograms]);
  if (missing.length === 0) return here;
  for (const name of missing.flatMap(([, names]) => names)) installDebianPackage(name);
  return snippetProgramsOnMachine();
}
