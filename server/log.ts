/**
 * The panel server's log. Lines are made of these fields and no others, so that a token, key, password, cookie or body
 * cannot get into one by accident.
 */
export interface LogFields {
  requestId?: string;
  method?: string;
  /** The route or the contract's operation, never the query. */
  route?: string;
  status?: number;
  /** Milliseconds. */
  duration?: number;
  user?: string;
  account?: string;
  region?: string;
  change?: string;
  code?: string;
  error?: string;
  stack?: string;
  host?: string;
  port?: number;
  version?: string;
}

export interface Log {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}

/** A log that keeps nothing. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };

/**
 * What may be said of an unexpected error: its kind, its code and where it happened. Its message stays out, because
 * messages quote what they choke on (JSON.parse quotes the body).
 */
export function describeError(error: unknown): Pick<LogFields, 'error' | 'code' | 'stack'> {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = (error as { code?: unknown }).code;
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  return {
    error: error.name,
    ...(typeof code === 'string' && { code }),
    stack: frames.slice(0, 8).join('\n'),
  };
}
