import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely, SqliteDialect } from 'kysely';
import { kyselyStore } from '../kysely-store.ts';
import { migrate } from '../migrate.ts';
import { migrations } from '../migrations.ts';
import type { Tables } from '../schema.ts';
import { type Store, StoreError } from '../store.ts';
import { checkFiles, checkPages } from './check-files.ts';
import { lockFolder } from './lock-folder.ts';
import { nodeSqliteDatabase } from './node-sqlite-database.ts';
import { sqliteError } from './sqlite-error.ts';

/** A program that holds the file only for a moment, such as a backup, is waited for so long, ms; all else waits meanwhile. */
const BUSY_MS = 250;

/**
 * Opens the embedded store in a folder of this process alone.
 * @param given the open database, for tests that take its room away
 * @throws StoreError
 */
export async function openSqlite(folder: string, given: (database: DatabaseSync) => void = () => {}): Promise<Store> {
  const dataDir = resolve(folder);
  try {
    mkdirSync(dataDir, { recursive: true });
  } catch (error) {
    throw new StoreError(
      'unavailable',
      `The folder ${dataDir} can't be made: ${error instanceof Error ? error.message : error}. Set DATA_DIR to one that can.`,
      { cause: error },
    );
  }
  let release = () => {};
  let database: DatabaseSync | null = null;
  try {
    release = lockFolder(dataDir);
    const path = join(dataDir, 'cellwatch.db');
    checkFiles(path);
    database = new DatabaseSync(path);
    // FULL syncs every commit: what was acknowledged survives a power cut.
    database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = ${BUSY_MS}`);
    checkPages(database, path);
    const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: nodeSqliteDatabase(database) }) });
    await migrate(db, migrations({ engine: 'sqlite', text: 'text', bytes: 'blob', identity: 'integer' }));
    given(database);
    return kyselyStore(db, (error) => sqliteError(error, dataDir), release);
  } catch (error) {
    const told = sqliteError(error, dataDir);
    // Closing writes the log into the database: one that is damaged is left as it was found, for whoever repairs it.
    const damaged = told instanceof StoreError && told.code === 'corrupt';
    if (database?.isOpen && !damaged) database.close();
    release();
    throw told;
  }
}
