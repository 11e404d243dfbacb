import { type Kysely, Migrator } from 'kysely';
import { type EngineTypes, migrations } from './migrations.ts';
import type { Tables } from './schema.ts';
import { StoreError } from './store.ts';

/**
 * Brings the schema up to date, under the migrator's own lock.
 * @throws StoreError `newer-schema` when a newer Cellwatch has migrated it further.
 */
export async function migrate(db: Kysely<Tables>, types: EngineTypes): Promise<void> {
  const known = migrations(types);
  const migrator = new Migrator({ db, provider: { getMigrations: async () => known } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  if (error instanceof Error && /previously executed migration .* is missing/.test(error.message)) {
    throw new StoreError(
      'newer-schema',
      'The store was written by a newer version of Cellwatch. Start that version, or restore a backup from before the update.',
      { cause: error },
    );
  }
  throw error;
}
