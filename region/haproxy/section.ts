import { createHash } from 'node:crypto';
import { isIPv4, isIPv6 } from 'node:net';
import { join } from 'node:path';
import { defaultErrorPage } from '../../contract/clb/error-pages.ts';
import type { Algorithm, ProtocolName } from '../../contract/clb/protocols.ts';
import type { CertificateMapping, Node, RunningLoadBalancer, SslTermination } from '../data-plane.ts';
import { certificateBlocks, keyBlock } from '../pem.ts';
import { carriedAddresses, choiceOf, choicesOf, modeOf, type PersistenceChoice } from './capabilities.ts';
import { tlsOptions } from './ciphers.ts';
import { errorFile, errorStatuses, tooBusyPage } from './error-pages.ts';
import { healthCheckLines, healthCheckWords } from './health-check.ts';
import { persistenceLines } from './persistence-lines.ts';
import { quoted, Unrenderable } from './quoting.ts';

/** What can change while HAProxy runs, without a reload. */
export interface RunningState {
  readonly persistence: PersistenceChoice;
  /** By node id: the weight to give the node (0 = only persisted clients) and whether it gets nothing at all. */
  readonly nodes: ReadonlyMap<number, { readonly weight: number; readonly disabled: boolean }>;
}

/** One load balancer's part of the configuration. */
export interface Section {
  readonly id: number;
  /** Equal texts and files mean that no reload is needed. */
  readonly text: string;
  /** Path → content; the paths are made of the content. */
  readonly files: ReadonlyMap<string, string>;
  readonly listeners: readonly { readonly address: string; readonly port: number }[];
  readonly running: RunningState;
  readonly choices: readonly PersistenceChoice[];
  readonly nodes: readonly Node[];
  readonly logged: boolean;
  /** Bytes of the longest answer that HAProxy gives by itself. */
  readonly longestAnswer: number;
}

export const backendName = (id: number, choice: PersistenceChoice): string => `${id}.${choice}`;
export const serverName = (nodeId: number): string => `n${nodeId}`;
/**
 * Of a load balancer's choices, all but DISABLED have a switch: a server that nobody is sent to, ready while the choice is in force and in
 * maintenance otherwise. To ask whether a server is ready takes neither a lock nor a search, and a command can change it.
 */
const switchesName = (id: number): string => `${id}.choice`;
export const switchName = (id: number, choice: PersistenceChoice): string => `${switchesName(id)}/${choice}`;
const switchable = (protocol: ProtocolName): PersistenceChoice[] =>
  choicesOf(protocol).filter((choice) => choice !== 'DISABLED');
/** Where the clients of a table are listed that a process without that table's entries must know all the same. */
export const seedMap = (folder: string, table: string): string => join(folder, `seed-${table}.map`);

/** Fences the places in a section's text where the running state is filled in. No rendered value can hold it. */
const fence = '\u0001';
const nodeSlot = (id: number): string => `${fence}node ${id}${fence}`;
const switchSlot = (choice: PersistenceChoice): string => `${fence}switch ${choice}${fence}`;
const logSlot = `${fence}log ${fence}`;

/** A section's text with its running state filled in. `logTarget`: what HAProxy's `log` line names. */
export function filledIn(section: Section, logTarget: string): string {
  const fill: Record<string, (word: string) => string> = {
    node: (id) => {
      const { weight, disabled } = section.running.nodes.get(Number(id))!;
      return `weight ${weight}${disabled ? ' disabled' : ''}`;
    },
    switch: (choice) => (section.running.persistence === choice ? '' : 'disabled'),
    log: () => logTarget,
  };
  return section.text
    .split(fence)
    .map((piece, index) => {
      if (index % 2 === 0) return piece;
      const [kind = '', word = ''] = piece.split(' ');
      return fill[kind]!(word);
    })
    .join('');
}

const balance: Record<Algorithm, string> = {
  LEAST_CONNECTIONS: 'leastconn',
  RANDOM: 'random(1)',
  ROUND_ROBIN: 'roundrobin',
  WEIGHTED_LEAST_CONNECTIONS: 'leastconn',
  WEIGHTED_ROUND_ROBIN: 'roundrobin',
};

/** The running state that a load balancer asks for. */
export function runningStateOf(loadBalancer: RunningLoadBalancer): RunningState {
  const weighted = loadBalancer.algorithm.startsWith('WEIGHTED');
  return {
    persistence: choiceOf(loadBalancer),
    nodes: new Map(
      loadBalancer.nodes.map((node) => [
        node.id,
        {
          weight: node.condition === 'DRAINING' ? 0 : weighted ? node.weight : 1,
          disabled: node.condition === 'DISABLED',
        },
      ]),
    ),
  };
}

/**
 * Renders one load balancer: its listener, and its nodes once per persistence choice, chosen at run time by switches.
 * `folder`: where the seed maps lie; `filesFolder`: where the files that the section names will lie. Throws Unrenderable when a value cannot be written.
 */
export function renderSection(loadBalancer: RunningLoadBalancer, folder: string, filesFolder: string): Section {
  const files = new Map<string, string>();
  const file = (content: string, kind: string): string => {
    const path = join(filesFolder, `${createHash('sha256').update(content).digest('hex').slice(0, 24)}.${kind}`);
    files.set(path, content);
    return path;
  };
  const listeners: { address: string; port: number }[] = [];
  const listen = (port: number, name: string, words = ''): string[] =>
    carriedAddresses(loadBalancer).map((address, index) => {
      listeners.push({ address, port });
      return `bind ${address}:${port} name ${name}${index || ''}${words}`;
    });
  const { id, protocol, nodes } = loadBalancer;
  const lines = [
    ...frontend(loadBalancer, file, listen),
    ...(protocol === 'HTTPS' && loadBalancer.httpsRedirect
      ? [
          `frontend ${id}.redirect`,
          ...indent([
            'mode http',
            ...listen(80, 'redirect'),
            'timeout client 30s',
            ...accessRules(loadBalancer.accessList, file),
            redirectRule(443),
          ]),
        ]
      : []),
    ...choicesOf(protocol).flatMap((choice) => backend(loadBalancer, choice, folder)),
    ...switches(loadBalancer),
    ...(cached(loadBalancer)
      ? [`cache ${id}`, ...indent(['total-max-size 16', 'max-object-size 2097152', 'max-age 600'])]
      : []),
  ];
  return {
    id,
    text: `${lines.join('\n')}\n`,
    files,
    listeners,
    running: runningStateOf(loadBalancer),
    choices: choicesOf(protocol),
    nodes,
    logged: loadBalancer.connectionLogging,
    longestAnswer: modeOf(protocol) === 'http' ? Buffer.byteLength(loadBalancer.errorPage ?? defaultErrorPage) : 0,
  };
}

type AddFile = (content: string, kind: string) => string;
type Listen = (port: number, name: string, words?: string) => string[];

const indent = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);
const cached = ({ protocol, contentCaching }: RunningLoadBalancer): boolean =>
  modeOf(protocol) === 'http' && contentCaching;
const redirectRule = (port: number): string =>
  `http-request redirect location https://%[req.hdr(host),field(1,:)]${port === 443 ? '' : `:${port}`}%[pathq] code 301 unless { ssl_fc }`;

function frontend(loadBalancer: RunningLoadBalancer, file: AddFile, listen: Listen): string[] {
  const { id, protocol, timeout, accessList, connectionThrottle, httpsRedirect } = loadBalancer;
  const http = modeOf(protocol) === 'http';
  const termination = loadBalancer.sslTermination?.enabled ? loadBalancer.sslTermination : null;
  const plain = !termination?.secureTrafficOnly || (http && httpsRedirect);
  const lines = [
    `mode ${modeOf(protocol)}`,
    'option socket-stats',
    ...(plain ? listen(loadBalancer.port, 'plain') : []),
    ...(termination ? listen(termination.securePort, 'secure', secureWords(termination, file)) : []),
    `timeout client ${timeout}s`,
    ...(loadBalancer.halfClosed || http ? [] : ['timeout client-fin 1s']),
    ...(loadBalancer.connectionLogging ? [`log ${logSlot}`, `option ${http ? 'httplog' : 'tcplog'}`] : []),
    ...accessRules(accessList, file),
  ];
  if (connectionThrottle) lines.push(...throttleRules(connectionThrottle.maxConnections, http, file));
  if (http) {
    const page = loadBalancer.errorPage ?? defaultErrorPage;
    for (const status of errorStatuses) lines.push(`errorfile ${status} ${file(errorFile(status, page), 'http')}`);
    if (httpsRedirect && termination) lines.push(redirectRule(termination.securePort));
    lines.push(
      // Beside what a client sent, as the service does. The address is written once a connection: `option forwardfor` formats it for every
      // request, which costs as much as the other two headers.
      'tcp-request connection set-var-fmt(sess.client) %[src]',
      'http-request add-header X-Forwarded-For %[var(sess.client)]',
      ...(termination
        ? [
            'http-request add-header X-Forwarded-Proto %[ssl_fc,iif(https,http)]',
            'http-request add-header X-Forwarded-Port %[dst_port]',
          ]
        : [
            'http-request add-header X-Forwarded-Proto http',
            `http-request add-header X-Forwarded-Port ${loadBalancer.port}`,
          ]),
    );
    if (cached(loadBalancer)) {
      // HAProxy itself stores no answer that is private, varies, must not be stored, or was asked for with a password.
      lines.push(
        `http-request cache-use ${id}`,
        `http-response cache-store ${id} unless { res.hdr(set-cookie) -m found } || { res.hdr(set-cookie2) -m found }`,
      );
    }
  }
  lines.push(
    ...switchable(protocol).map(
      (choice) => `use_backend ${backendName(id, choice)} if { srv_is_up(${switchName(id, choice)}) }`,
    ),
    `default_backend ${backendName(id, 'DISABLED')}`,
  );
  return [`frontend ${id}`, ...indent(lines)];
}

/** ALLOW outranks DENY; what no item matches is let in. Source: CLB v1.0 developer guide, "Access lists". */
function accessRules(accessList: RunningLoadBalancer['accessList'], file: AddFile): string[] {
  const listed = (type: string) => accessList.filter((item) => item.type === type).map(({ address }) => `${address}\n`);
  const denied = listed('DENY');
  const allowed = listed('ALLOW');
  if (denied.length === 0) return [];
  const unless = allowed.length === 0 ? '' : ` !{ src -f ${file(allowed.join(''), 'lst')} }`;
  return [`tcp-request connection reject if { src -f ${file(denied.join(''), 'lst')} }${unless}`];
}

/** Judged once a connection, so that those within the limit are never answered with the page. */
function throttleRules(maxConnections: number, http: boolean, file: AddFile): string[] {
  const over = `{ fe_conn gt ${maxConnections} }`;
  if (!http) return [`tcp-request connection reject if ${over}`];
  return [
    `tcp-request connection set-var(sess.over) bool(true) if ${over}`,
    `http-request return status 503 content-type text/html file ${file(tooBusyPage, 'html')} hdr Connection close if { var(sess.over) -m bool }`,
  ];
}

function secureWords(termination: SslTermination, file: AddFile): string {
  const pem = (
    { certificate, intermediateCertificate = '' }: SslTermination | CertificateMapping,
    key: string,
  ): string => {
    const certificates = [certificate, intermediateCertificate].flatMap(certificateBlocks);
    return file([...certificates, keyBlock(key)].map((block) => block?.text ?? '').join(''), 'pem');
  };
  // The first certificate answers every name that has no mapping; the excluded name keeps its own subject out of the choice.
  const list = [
    `${pem(termination, termination.privatekey)} !*.invalid`,
    ...termination.mappings.map((mapping) => `${pem(mapping, mapping.privateKey)} ${hostName(mapping.hostName)}`),
  ];
  return ` ssl crt-list ${file(`${list.join('\n')}\n`, 'crt-list')} ${tlsOptions(termination)}`;
}

function hostName(name: string): string {
  if (!/^(\*\.)?[A-Za-z0-9_.-]+$/.test(name)) throw new Unrenderable(`The host name "${name}" is not a host name.`);
  return name.toLowerCase();
}

function backend(loadBalancer: RunningLoadBalancer, choice: PersistenceChoice, folder: string): string[] {
  const { id, protocol, algorithm, timeout, healthMonitor, halfClosed, nodes } = loadBalancer;
  const http = modeOf(protocol) === 'http';
  const lines = [
    `mode ${modeOf(protocol)}`,
    ...persistenceLines[choice](loadBalancer, {
      backend: backendName(id, choice),
      checking: backendName(id, 'DISABLED'),
      algorithm: balance[algorithm],
      seeds: seedMap(folder, backendName(id, choice)),
      serverName,
    }),
    `timeout server ${timeout}s`,
    ...(halfClosed || http ? [] : ['timeout server-fin 1s']),
    ...(choice === 'DISABLED' ? healthCheckLines(healthMonitor) : []),
    ...nodes.map((node) => serverLine(loadBalancer, node, choice)),
  ];
  return [`backend ${backendName(id, choice)}`, ...indent(lines)];
}

function switches({ id, protocol }: RunningLoadBalancer): string[] {
  const servers = switchable(protocol).map((choice) => `server ${choice} 127.0.0.1:1 ${switchSlot(choice)}`);
  return [`backend ${switchesName(id)}`, ...indent(['timeout server 1s', ...servers])];
}

function serverLine({ id, healthMonitor }: RunningLoadBalancer, node: Node, choice: PersistenceChoice): string {
  const name = serverName(node.id);
  const checks =
    choice === 'DISABLED' ? healthCheckWords(healthMonitor) : `track ${backendName(id, 'DISABLED')}/${name}`;
  const words = [
    'server',
    name,
    `${hostOf(node.address)}:${node.port}`,
    `id ${node.id}`,
    choice === 'HTTP_COOKIE' ? `cookie ${node.id}` : '',
    node.type === 'SECONDARY' ? 'backup' : '',
    checks,
    nodeSlot(node.id),
  ];
  return words.filter(Boolean).join(' ');
}

function hostOf(address: string): string {
  if (isIPv4(address)) return address;
  if (isIPv6(address)) return `ipv6@${address}`;
  return quoted(address, 'node’s address');
}
