import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { runBound } from './bound-process.ts';

export type FoundHaproxy =
  | { readonly path: string; readonly version: string; readonly reason?: never }
  | { readonly path: null; readonly reason: string };

const oldest = [2, 6] as const;
const install = 'Install it with "apt-get install haproxy", or name its path in HAPROXY.';
/** Debian keeps it in a folder that is not on an ordinary user's path. */
const usualFolders = ['/usr/sbin', '/usr/local/sbin', '/opt/homebrew/sbin'];

/**
 * Finds HAProxy 2.6 or later: the path in `env.HAPROXY` (`off` = none wanted), else the search path and the usual folders.
 * Returns its path and version, or the reason why there is none, as a sentence for the start-up message and `GET /healthz`.
 */
export async function findHaproxy(env: Readonly<Record<string, string | undefined>>): Promise<FoundHaproxy> {
  if (env.HAPROXY === 'off') return { path: null, reason: 'HAPROXY is off: the region runs as a control plane only.' };
  const candidates = env.HAPROXY
    ? [env.HAPROXY]
    : [...(env.PATH ?? '').split(delimiter).filter(Boolean), ...usualFolders].map((folder) => join(folder, 'haproxy'));
  for (const path of candidates) {
    if (!(await runs(path))) continue;
    const version = await versionOf(path);
    if (version === null) return { path: null, reason: `${path} does not answer -v as HAProxy does. ${install}` };
    if (!recent(version)) {
      return {
        path: null,
        reason: `${path} is HAProxy ${version}; ${oldest.join('.')} or later is needed. ${install}`,
      };
    }
    return { path, version };
  }
  return {
    path: null,
    reason: env.HAPROXY
      ? `HAPROXY names ${env.HAPROXY}, which cannot be run. Correct the path or set HAPROXY=off.`
      : `HAProxy was not found: no traffic is carried. ${install}`,
  };
}

const runs = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

async function versionOf(path: string): Promise<string | null> {
  try {
    const { code, said } = await runBound(path, ['-v'], process.env, 5000);
    return /^HAProxy version (\S+)/im.exec(code === 0 ? said : '')?.[1]?.replace(/[^0-9.].*$/, '') ?? null;
  } catch {
    return null;
  }
}

function recent(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}
