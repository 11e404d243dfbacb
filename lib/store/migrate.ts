import { type Kysely, type Migration, Migrator, sql } from 'kysely';
import type { Tables } from './schema.ts';
import { StoreError } from './store.ts';

/** Ends the name of a migration beside which older programs may go on. */
const ADDS_ONLY = '+';

/**
 * Brings the schema up to date, under the migrator's own lock. What a newer Cellwatch has added to it is left alone.
 * @param known every change of the schema that this program knows
 * @throws StoreError `newer-schema` when a newer Cellwatch has changed it so that this program can't live with it.
 */
export async function migrate(db: Kysely<Tables>, known: Readonly<Record<string, Migration>>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => known } });
  const newer = (await executed(db)).filter((name) => !(name in known));
  if (newer.length === 0) {
    const { error } = await migrator.migrateToLatest();
    if (error === undefined) return;
    // Another replica may have migrated further meanwhile.
    if (!(error instanceof Error && /previously executed migration .* is missing/.test(error.message))) throw error;
    newer.push(...(await executed(db)).filter((name) => !(name in known)));
  }
  const breaking = newer.filter((name) => !name.endsWith(ADDS_ONLY));
  const missing = Object.keys(known).length + newer.length > (await executed(db)).length;
  if (breaking.length > 0 || missing) {
    throw new StoreError(
      'newer-schema',
      `The store was written by a newer version of Cellwatch (${(breaking[0] ?? newer[0] ?? '').slice(0, 80)}). Start that version, or restore a backup from before the update.`,
    );
  }
}

/** Names of the migrations that were made; none in a store that is new. */
async function executed(db: Kysely<Tables>): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === 'kysely_migration')) return [];
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  return rows.map(({ name }) => name);
}
