import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../store.ts';

/** Source: sqlite.org/rescode.html. */
const BUSY = 5;
const NOTADB = 26;

/**
 * Takes the folder for this process alone, and answers the function that gives it back. The lock is SQLite's own on a
 * second file: the operating system drops it when the process dies, however it dies.
 * @throws StoreError `locked`, naming the process that has it; SQLite's error when the lock can't be made
 */
export function lockFolder(dataDir: string): () => void {
  const owner = join(dataDir, 'cellwatch.pid');
  const lock = new DatabaseSync(join(dataDir, 'cellwatch.lock'));
  try {
    lock.exec('PRAGMA busy_timeout = 0; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === NOTADB) {
      const path = join(dataDir, 'cellwatch.lock');
      throw new StoreError('corrupt', `The lock ${path} is damaged. Nothing is kept in it: remove it, and start again.`, { cause: error });
    }
    if (!(error instanceof Error && 'errcode' in error && error.errcode === BUSY)) throw error;
    throw new StoreError(
      'locked',
      `Process ${ownerOf(owner)} uses the store in ${dataDir}. One Cellwatch at a time can: end that one, or give this one a DATA_DIR of its own.`,
      { cause: error },
    );
  }
  writeFileSync(owner, String(process.pid));
  return () => lock.close();
}

function ownerOf(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim() || 'unknown';
  } catch {
    return 'unknown';
  }
}
