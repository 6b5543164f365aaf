import { filledIn, type Section } from './section.ts';

export interface ConfigurationPaths {
  /** The process's command socket. */
  readonly socket: string;
  /** The server states to begin with. */
  readonly stateFile: string;
  /** By load balancer id, what its `log` line names. */
  readonly logTargets: ReadonlyMap<number, string>;
}

export interface Configuration {
  readonly text: string;
  /** Lines of the text, in order, with the load balancer that owns each: to find whom a refusal speaks of. */
  readonly owners: readonly { readonly id: number; readonly first: number; readonly last: number }[];
}

/** HAProxy's buffers must hold the longest answer it gives by itself, beside this room for headers. */
const headerRoom = 2048;
const defaultBuffer = 16384;

/** The whole configuration, with the lines that each load balancer owns. */
export function configurationOf(
  sections: readonly Section[],
  { socket, stateFile, logTargets }: ConfigurationPaths,
): Configuration {
  const longest = sections.reduce((length, { longestAnswer }) => Math.max(length, longestAnswer), 0) + headerRoom;
  const head = [
    'global',
    `  stats socket ${socket} mode 600 level admin expose-fd listeners`,
    '  stats timeout 20d',
    '  hard-stop-after 1h',
    '  max-spread-checks 1s',
    `  server-state-file ${stateFile}`,
    '  ssl-load-extra-files none',
    '  tune.ssl.default-dh-param 2048',
    ...(longest > defaultBuffer ? [`  tune.bufsize ${longest + (4096 - (longest % 4096))}`] : []),
    'defaults',
    '  load-server-state-from-file global',
    '  timeout connect 5s',
    '  timeout queue 5s',
    '  timeout http-request 30s',
    '  retries 3',
    '  option redispatch',
    '  option allbackups',
    '  default-server init-addr last,libc,none',
    '',
  ].join('\n');
  const parts = [head];
  const owners: { id: number; first: number; last: number }[] = [];
  let line = head.split('\n').length;
  for (const section of sections) {
    const text = filledIn(section, logTargets.get(section.id) ?? '');
    const count = text.split('\n').length - 1;
    owners.push({ id: section.id, first: line, last: line + count - 1 });
    line += count;
    parts.push(text);
  }
  return { text: parts.join(''), owners };
}

/**
 * The load balancers that HAProxy's refusal speaks of: by line number, or by the name of a frontend, backend or file.
 * Empty when the words name nobody.
 */
export function culprits(
  refusal: string,
  configuration: Configuration,
  sections: readonly Section[],
  path: string,
): number[] {
  const found = new Set<number>();
  for (const line of refusal.split('\n')) {
    if (!line.includes('[ALERT]')) continue;
    for (const [, at] of line.matchAll(new RegExp(`${RegExp.escape(path)}:(\\d+)`, 'g'))) {
      const owner = configuration.owners.find(({ first, last }) => Number(at) >= first && Number(at) <= last);
      if (owner) found.add(owner.id);
    }
    for (const [, id] of line.matchAll(/(?:frontend|backend|proxy|Proxy|server|listener|cache)s? '?(\d+)\b/g)) {
      if (sections.some((section) => section.id === Number(id))) found.add(Number(id));
    }
    for (const section of sections) {
      if ([...section.files.keys()].some((file) => line.includes(file))) found.add(section.id);
    }
  }
  return [...found];
}
