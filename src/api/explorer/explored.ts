/** Operation id of a contract; those of Octavia begin with `octavia.`. */
export type OperationId = string;

/** The APIs whose operations can be explored. */
export type ExploredName = 'clb' | 'octavia';

/** That of a session. */
export const explored = (provider: string): ExploredName => (provider === 'octavia' ? 'octavia' : 'clb');

/** That of an operation. */
export const exploredOf = (id: OperationId): ExploredName => (id.startsWith('octavia.') ? 'octavia' : 'clb');
