import { StoreFormatError } from '../store/tables.ts';

/** Why a start is refused, in one sentence that names cause and remedy. */

/** A short word for an error: its code where it has one. Messages stay out, because they may quote addresses with passwords. */
export function reasonOf(error: unknown): string {
  const { code, errstr } = error as { code?: unknown; errstr?: unknown };
  if (typeof errstr === 'string') return errstr;
  if (typeof code === 'string') return code;
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  return error instanceof Error && error.name !== 'Error' ? error.name : 'unknown error';
}

const backup = 'docs/operations.md, “Backups”';

/** Why a folder or a file of the data folder cannot be used. `what`: its name, as the beginning of a sentence. */
export function whyNoPath(error: unknown, what: string): string {
  const reason = reasonOf(error);
  const remedies: Readonly<Record<string, string>> = {
    EACCES: 'may not be used by this user (EACCES). Give that user the right to read and write it',
    EPERM: 'may not be used by this user (EPERM). Give that user the right to read and write it',
    EROFS: 'is on a file system that cannot be written (EROFS). Mount it for writing',
    ENOSPC: 'cannot be written because the disk is full (ENOSPC). Make room and start again',
    EDQUOT: 'cannot be written because the quota is used up (EDQUOT). Make room and start again',
    EFBIG: 'cannot be written because of a limit on file sizes (EFBIG). Raise the limit and start again',
    EEXIST: 'cannot be made (EEXIST): a file of that name is in the way. Move it away',
    ENOTDIR: 'cannot be made (ENOTDIR): a part of its path is a file. Move that away',
    EISDIR: 'is a folder where a file is expected (EISDIR). Move it away',
  };
  return `${what} ${remedies[reason] ?? `cannot be used (${reason}). Check the folder and its rights`}, or set DATA_DIR to a folder that can be written.`;
}

/** SQLite's primary result codes. Source: https://www.sqlite.org/rescode.html */
const sqlite = { busy: 5, readOnly: 8, ioError: 10, corrupt: 11, full: 13, cannotOpen: 14, notADatabase: 26 };

function whyNoSqlite(error: unknown, file: string): string {
  const code = ((error as { errcode?: number }).errcode ?? 0) & 0xff;
  const damaged = `Nothing was changed. Put a backup back (${backup}), or move the file away to begin with an empty history.`;
  if (code === sqlite.busy)
    return `The history ${file} is in use by another program. Stop that one, or set DATA_DIR to another folder.`;
  if (code === sqlite.corrupt) return `The history ${file} is damaged (${reasonOf(error)}). ${damaged}`;
  if (code === sqlite.notADatabase)
    return `The history ${file} is no SQLite database, or its beginning is damaged. ${damaged}`;
  if (code === sqlite.full) return whyNoPath({ code: 'ENOSPC' }, `The history ${file}`);
  if (code === sqlite.readOnly) return whyNoPath({ code: 'EACCES' }, `The history ${file}`);
  if (code === sqlite.cannotOpen || code === sqlite.ioError)
    return `The history ${file} cannot be opened (${reasonOf(error)}). Check the disk, and that this user may read and write the folder and the file, or set DATA_DIR to another folder.`;
  return whyNoPath(error, `The history ${file}`);
}

/** Why the tables of a database, SQLite or PostgreSQL, do not fit. `what`: its name, as the beginning of a sentence; `emptyOne`: how to begin anew, as one. */
function whyNoTables({ kind, detail }: StoreFormatError, what: string, emptyOne: string): string {
  return {
    newer: `${what} was written by a newer version of the panel (${detail}). Start that version, or put back the backup made before the upgrade (${backup}).`,
    foreign: `${what} holds other tables than the panel’s (${detail}). ${emptyOne}, or put a backup back (${backup}).`,
    damaged: `${what} is damaged (${detail}). Nothing was changed. Put a backup back (${backup}), or move it away to begin with an empty history.`,
    shared: `${what} is in use by another panel server. Stop that one, set DATA_DIR to another folder, or let both share a PostgreSQL database (DATABASE_URL).`,
  }[kind];
}

/** Why the SQLite file cannot be used. */
export const whyNoFile = (error: unknown, file: string): string =>
  error instanceof StoreFormatError
    ? whyNoTables(error, `The history ${file}`, 'Move it away, or set DATA_DIR to another folder')
    : whyNoSqlite(error, file);

/** Why the database that DATABASE_URL names cannot be used. Shows nothing of the address. */
export function whyNoDatabase(error: unknown): string {
  const what = 'The database that DATABASE_URL names';
  if (error instanceof StoreFormatError) return whyNoTables(error, what, 'Name an empty database');
  const reason = reasonOf(error);
  const message = error instanceof Error ? error.message : '';
  const cannot = `${what} cannot be used (${reason})`;
  const remedies: Readonly<Record<string, string>> = {
    '28P01': 'the password or the user name is wrong. Correct it in DATABASE_URL',
    '28000': 'the server does not let this user in. Check the user in DATABASE_URL and the server’s pg_hba.conf',
    '3D000': 'the server has no database of that name. Create it, or correct the name in DATABASE_URL',
    '3F000': 'there is no schema to make tables in. Create it, or set the user’s search_path',
    '42501':
      'the user may not make or change tables there. Grant it CREATE and USAGE on the schema, or make it the owner of the database',
    '25006': 'it can only be read. Name the primary server, not a standby',
  };
  const known = remedies[reason];
  if (known) return `${cannot}: ${known}.`;
  if (/SASL|password must be/i.test(message))
    return `${cannot}: the server asks for a password. Put it into DATABASE_URL.`;
  if (/SSL/i.test(message))
    return `${cannot}: the server and DATABASE_URL disagree about TLS. Check sslmode in DATABASE_URL.`;
  if (/CERT|SELF_SIGNED|TLS/.test(reason))
    return `${cannot}: its TLS certificate is not trusted. Name the authority with sslrootcert in DATABASE_URL.`;
  return `${cannot}. Check its address, user and rights.`;
}
