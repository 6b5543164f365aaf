import { isIP } from 'node:net';
import { type Program, startProgram } from './program.ts';

/** The settings that decide what is started and where it answers (docs/architecture.md lists all). */
export interface Addresses {
  /** Where a browser on this machine reaches the panel. */
  panelUrl: string;
  /** The local region, or undefined when the settings name an identity service. */
  regionUrl: string | undefined;
}

const isLoopback = (host: string) => host === 'localhost' || host === '::1' || /^127\./.test(host);

const inUrl = (host: string) => (isIP(host) === 6 ? `[${host}]` : host);

/** Every address of the machine answers on loopback too. */
const reachable = (host: string) => (host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host);

/** The region signs demo users in, so it stays on loopback wherever the panel listens. */
const regionHost = (env: NodeJS.ProcessEnv) => (env.HOST && isLoopback(env.HOST) ? env.HOST : '127.0.0.1');

/** Whether the settings name an identity service: then there is no local region. */
const isNamed = ({ CLB_IDENTITY_URL, OS_AUTH_URL, OS_CLIENT_CONFIG_FILE }: NodeJS.ProcessEnv) =>
  Boolean(CLB_IDENTITY_URL || OS_AUTH_URL || OS_CLIENT_CONFIG_FILE);

export function addresses(env: NodeJS.ProcessEnv): Addresses {
  const host = reachable(env.HOST || '127.0.0.1');
  return {
    panelUrl: `http://${inUrl(host)}:${env.PORT || 4000}`,
    regionUrl: isNamed(env) ? undefined : `http://${inUrl(regionHost(env))}:${env.REGION_PORT || 4100}`,
  };
}

export interface StartOptions {
  env: NodeJS.ProcessEnv;
  show: boolean;
  nodeArguments?: string[];
}

/** Starts the local region with the settings in `env`. */
export function startRegion(options: StartOptions): Program {
  const { regionUrl } = addresses({
    ...options.env,
    CLB_IDENTITY_URL: undefined,
    OS_AUTH_URL: undefined,
    OS_CLIENT_CONFIG_FILE: undefined,
  });
  return startProgram({
    ...options,
    name: 'The local region',
    entry: 'region/main.ts',
    env: { ...options.env, HOST: regionHost(options.env) },
    readyUrl: `${regionUrl}/`,
  });
}

/** Starts the panel server with the settings in `env`; where they name no identity service it signs in at the local region. */
export function startPanel(options: StartOptions): Program {
  const { panelUrl, regionUrl } = addresses(options.env);
  return startProgram({
    ...options,
    name: 'The panel server',
    entry: 'server/main.ts',
    env: regionUrl ? { ...options.env, CLB_IDENTITY_URL: `${regionUrl}/v2.0` } : options.env,
    readyUrl: `${panelUrl}/healthz`,
  });
}
