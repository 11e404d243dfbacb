import { type Kysely, type Migration, sql } from 'kysely';

/** What differs between engines: the type of bytes, and of a key that counts up. */
export interface EngineTypes {
  bytes: 'blob' | 'bytea';
  identity: 'integer' | 'bigserial';
}

/** Every change of the schema, in order. Names are kept for ever. */
export function migrations(types: EngineTypes): Record<string, Migration> {
  return {
    '0001-health-changes-and-snapshots': {
      // biome-ignore lint/suspicious/noExplicitAny: a migration knows tables of its own time, not those of today.
      async up(db: Kysely<any>) {
        await db.schema
          .createTable('health_change')
          .addColumn('id', sql.raw(types.identity), (column) => column.primaryKey())
          .addColumn('cell', 'text', (column) => column.notNull())
          .addColumn('at', 'bigint', (column) => column.notNull())
          .addColumn('from_health', 'text')
          .addColumn('to_health', 'text', (column) => column.notNull())
          .addColumn('reason', 'text', (column) => column.notNull())
          .addUniqueConstraint('health_change_once', ['cell', 'at', 'to_health'])
          .execute();
        await db.schema.createIndex('health_change_at').on('health_change').column('at').execute();
        await db.schema
          .createTable('snapshot')
          .addColumn('name', 'text', (column) => column.primaryKey())
          .addColumn('at', 'bigint', (column) => column.notNull())
          .addColumn('body', sql.raw(types.bytes), (column) => column.notNull())
          .execute();
      },
    },
  };
}
