import { Kysely, PostgresDialect, sql } from 'kysely';
import { kyselyStore } from '../kysely-store.ts';
import { migrate } from '../migrate.ts';
import { type EngineTypes, migrations } from '../migrations.ts';
import type { Tables } from '../schema.ts';
import { type Store, StoreError } from '../store.ts';
import { connectionPool } from './connection-pool.ts';
import { describeAddress } from './database-address.ts';

const CONNECTIONS = 10;
/** Migrating a large table takes its time, and so does waiting for another replica that migrates. */
const MIGRATE_WITHIN_MS = 5 * 60_000;

const TYPES: EngineTypes = { engine: 'postgresql', text: 'text collate "C"', bytes: 'bytea', identity: 'bigserial' };

/**
 * Opens the store in a PostgreSQL database that several replicas may share, its schema up to date.
 * @param known every change of the schema; tests stand for another version of Cellwatch by others
 * @throws StoreError
 */
export async function openPostgres(databaseUrl: string, known = migrations(TYPES)): Promise<Store> {
  const where = describeAddress(databaseUrl);
  const open = (connections: number, statementWithinMs?: number) =>
    database(databaseUrl, { where, connections, ...(statementWithinMs === undefined ? {} : { statementWithinMs }) });
  const once = open(1, MIGRATE_WITHIN_MS);
  try {
    await requireUtf8(once, where);
    await migrate(once, known);
  } finally {
    await once.destroy();
  }
  return storeOn(open(CONNECTIONS));
}

/** Opens the store to look into it: its sessions refuse to write. @throws StoreError */
export async function readPostgres(databaseUrl: string): Promise<Store> {
  const where = describeAddress(databaseUrl);
  const db = database(databaseUrl, { where, connections: 1, readOnly: true });
  try {
    const { rows } = await sql<{ found: string | null }>`select to_regclass('audit_head')::text as found`.execute(db);
    if (!rows[0]?.found)
      throw new StoreError('unavailable', `There is no store in ${where}. Set DATABASE_URL to the database of Cellwatch.`);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return storeOn(db);
}

function database(databaseUrl: string, options: Parameters<typeof connectionPool>[1]): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: connectionPool(databaseUrl, options) }) });
}

/** The pool has translated what the driver threw; anything else is ours. */
const storeOn = (db: Kysely<Tables>): Store =>
  kyselyStore(
    db,
    (error) => error,
    () => {},
  );

/** Names and texts of people are of any script. */
async function requireUtf8(db: Kysely<Tables>, where: string): Promise<void> {
  const { rows } = await sql<{ encoding: string }>`select current_setting('server_encoding') as encoding`.execute(db);
  const encoding = rows[0]?.encoding;
  if (encoding !== 'UTF8') {
    throw new StoreError('unavailable', `${where} keeps text as ${encoding}. Make a database with ENCODING 'UTF8' and TEMPLATE template0.`);
  }
}
