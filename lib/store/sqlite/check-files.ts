import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../store.ts';
import { walFault } from './wal-fault.ts';

/**
 * Looks at the files of a store before SQLite opens them: what it would take for nothing, and overwrite, is refused.
 * @throws StoreError `corrupt`
 */
export function checkFiles(database: string): void {
  const log = `${database}-wal`;
  if (bytesOf(log) === 0) return;
  if (bytesOf(database) === 0) {
    throw new StoreError(
      'corrupt',
      `The store ${database} is gone or empty, but ${log} holds its last changes. Put the store back, or restore a backup of the folder; or move ${log} away, and Cellwatch starts with an empty store.`,
    );
  }
  const fault = walFault(log);
  if (fault) {
    throw new StoreError(
      'corrupt',
      `The log of the store, ${log}, is damaged: ${fault}. Restore a backup of the folder; or move ${log} and ${database}-shm away, and Cellwatch starts without the last changes.`,
    );
  }
}

/** Reads the whole store, once, at start: a damaged page would else be met when somebody needs it. @throws StoreError `corrupt` */
export function checkPages(database: DatabaseSync, path: string): void {
  const found = Object.values(database.prepare('PRAGMA quick_check(1)').get() ?? {}).map(String);
  const fault = found[0]?.split('\n').find((line) => line !== '' && !line.startsWith('***')) ?? found[0];
  if (fault !== 'ok') throw damaged(path, fault ?? 'it can not be read');
}

export function damaged(path: string, fault: string, cause?: unknown): StoreError {
  return new StoreError(
    'corrupt',
    `The store ${path} is damaged (${fault}). Restore a backup of its folder; or move the folder away, and Cellwatch starts with an empty store.`,
    { cause },
  );
}

function bytesOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
