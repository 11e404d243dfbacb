import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely, SqliteDialect } from 'kysely';
import { kyselyStore } from '../kysely-store.ts';
import type { Tables } from '../schema.ts';
import { type Store, StoreError } from '../store.ts';
import { nodeSqliteDatabase } from './node-sqlite-database.ts';
import { sqliteError } from './sqlite-error.ts';

/** Opens the embedded store to look into it, also while Cellwatch has it; it refuses to be written. @throws StoreError */
export function readSqlite(folder: string): Store {
  const dataDir = resolve(folder);
  const path = join(dataDir, 'cellwatch.db');
  if (!existsSync(path)) throw new StoreError('unavailable', `There is no store in ${dataDir}. Set DATA_DIR to the folder of Cellwatch.`);
  try {
    // Not opened read-only: a log that no process has open could then not be read.
    const database = new DatabaseSync(path);
    database.exec('PRAGMA query_only = ON; PRAGMA busy_timeout = 5000');
    const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: nodeSqliteDatabase(database) }) });
    return kyselyStore(
      db,
      (error) => sqliteError(error, dataDir),
      () => {},
    );
  } catch (error) {
    throw sqliteError(error, dataDir);
  }
}
