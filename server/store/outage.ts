/** Codes of PostgreSQL and of the network that pass by themselves. Source: PostgreSQL, "Error Codes", classes 08, 40, 53, 57. */
const passing =
  /^(08...|40...|53...|57P0[1-5]|57014|55P03|25006|ECONN\w+|ENOENT|EPIPE|ETIMEDOUT|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|ENOTFOUND|EAI_AGAIN|EADDRNOTAVAIL)$/;
/** BUSY, LOCKED, READONLY, IOERR, FULL, CANTOPEN. Source: https://www.sqlite.org/rescode.html */
const sqlite = new Set([5, 6, 8, 10, 13, 14]);

/**
 * Whether an error of a database is about the database being away, late, full or locked, and not about what it was asked: the same may
 * work later.
 */
export function isOutage(error: unknown): boolean {
  const { code, errcode, message, cause } = (error ?? {}) as {
    code?: unknown;
    errcode?: unknown;
    message?: unknown;
    cause?: unknown;
  };
  if (typeof errcode === 'number') return sqlite.has(errcode & 0xff);
  if (typeof code === 'string') return passing.test(code) && code !== '08P01';
  if (error instanceof AggregateError) return error.errors.every(isOutage);
  // What `pg` says of a connection that is cut or late has no code.
  return (
    /Connection terminated|timeout exceeded|did not answer in time|not queryable|ENOSPC/.test(String(message)) ||
    (cause !== undefined && isOutage(cause))
  );
}
