import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely, SqliteDialect } from 'kysely';
import { kyselyStore } from '../kysely-store.ts';
import { migrate } from '../migrate.ts';
import type { Tables } from '../schema.ts';
import { type Store, StoreError } from '../store.ts';
import { lockFolder } from './lock-folder.ts';
import { nodeSqliteDatabase } from './node-sqlite-database.ts';
import { sqliteError } from './sqlite-error.ts';

/** Opens the embedded store in a folder of this process alone. @throws StoreError */
export async function openSqlite(folder: string): Promise<Store> {
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
    database = new DatabaseSync(join(dataDir, 'cellwatch.db'));
    // FULL syncs every commit: what was acknowledged survives a power cut.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 2000');
    const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: nodeSqliteDatabase(database) }) });
    await migrate(db, { engine: 'sqlite', text: 'text', bytes: 'blob', identity: 'integer' });
    return kyselyStore(db, (error) => sqliteError(error, dataDir), release);
  } catch (error) {
    if (database?.isOpen) database.close();
    release();
    throw sqliteError(error, dataDir);
  }
}
