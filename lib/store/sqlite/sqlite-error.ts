import { join } from 'node:path';
import { StoreError } from '../store.ts';
import { damaged } from './check-files.ts';

/** Primary result codes. Source: sqlite.org/rescode.html. */
const BUSY = 5;
const LOCKED = 6;
const READONLY = 8;
const IOERR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const NOTADB = 26;

/** What the file system says outside of SQLite. */
const SYSTEM_CODES: Readonly<Record<string, number>> = {
  ENOSPC: FULL,
  EDQUOT: FULL,
  EROFS: READONLY,
  EACCES: CANTOPEN,
  EPERM: CANTOPEN,
  EISDIR: CANTOPEN,
  ENOTDIR: CANTOPEN,
  EIO: IOERR,
};

/** SQLite's error, or the file system's, as a StoreError that says what to do; anything else as it is. */
export function sqliteError(error: unknown, dataDir: string): unknown {
  if (!(error instanceof Error) || error instanceof StoreError) return error;
  const code = 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : null;
  const cause = { cause: error };
  switch (code ?? SYSTEM_CODES['code' in error ? String(error.code) : '']) {
    case BUSY:
    case LOCKED:
      return new StoreError(
        'locked',
        `Another program keeps the store in ${dataDir} locked. End it; or, if it is another Cellwatch, give this one a DATA_DIR of its own.`,
        cause,
      );
    case CORRUPT:
    case NOTADB:
      return damaged(join(dataDir, 'cellwatch.db'), error.message, error);
    case FULL:
      return new StoreError(
        'disk-full',
        `The disk of ${dataDir} is full: what must be kept can't be written. Make room; nothing that was kept is lost.`,
        cause,
      );
    case READONLY:
    case CANTOPEN:
    case IOERR:
      return new StoreError(
        'unavailable',
        `The store in ${dataDir} can't be used (${error.message}). The process needs to read and write that folder.`,
        cause,
      );
    default:
      return error;
  }
}
