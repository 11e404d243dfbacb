import { type Kysely, type Migration, sql } from 'kysely';
import { CHAIN_START } from '#lib/domain/audit/audit-chain.ts';
import { appendOnlyStatements, type Engine } from './append-only.ts';

/** The one row of `cost_state`. */
export const COSTS = 'costs';

/** The one row of `session_count`. */
export const SESSIONS = 'sessions';

/** What differs between engines: the language of triggers, the types of text in the order of its bytes, of bytes, and of a key that counts up. */
export interface EngineTypes {
  engine: Engine;
  text: 'text' | 'text collate "C"';
  bytes: 'blob' | 'bytea';
  identity: 'integer' | 'bigserial';
}

/**
 * Every change of the schema, in order. Names are kept for ever. One that ends in `+` only adds what programs without it need not
 * know: they may go on beside it, as they do while replicas are updated one after the other.
 */
export function migrations(types: EngineTypes): Record<string, Migration> {
  const text = sql.raw(types.text);
  return {
    '0001-health-changes-and-snapshots': {
      // biome-ignore lint/suspicious/noExplicitAny: a migration knows tables of its own time, not those of today.
      async up(db: Kysely<any>) {
        await db.schema
          .createTable('health_change')
          .addColumn('id', sql.raw(types.identity), (column) => column.primaryKey())
          .addColumn('cell', text, (column) => column.notNull())
          .addColumn('at', 'bigint', (column) => column.notNull())
          .addColumn('from_health', text)
          .addColumn('to_health', text, (column) => column.notNull())
          .addColumn('reason', text, (column) => column.notNull())
          .addUniqueConstraint('health_change_once', ['cell', 'at', 'to_health'])
          .execute();
        await db.schema.createIndex('health_change_at').on('health_change').column('at').execute();
        await db.schema
          .createTable('snapshot')
          .addColumn('name', text, (column) => column.primaryKey())
          .addColumn('at', 'bigint', (column) => column.notNull())
          .addColumn('body', sql.raw(types.bytes), (column) => column.notNull())
          .execute();
      },
    },
    '0002-audit-and-actions': {
      // biome-ignore lint/suspicious/noExplicitAny: as above.
      async up(db: Kysely<any>) {
        await db.schema
          .createTable('audit_entry')
          .addColumn('seq', 'bigint', (column) => column.primaryKey())
          .addColumn('id', text, (column) => column.notNull().unique())
          .addColumn('at', 'bigint', (column) => column.notNull())
          .addColumn('verb', text, (column) => column.notNull())
          .addColumn('action_id', text)
          .addColumn('person', text, (column) => column.notNull())
          .addColumn('components', text, (column) => column.notNull())
          .addColumn('cells', text, (column) => column.notNull())
          .addColumn('body', text, (column) => column.notNull())
          .addColumn('hash', text, (column) => column.notNull().unique())
          .execute();
        await db.schema.createIndex('audit_entry_at').on('audit_entry').column('at').execute();
        await db.schema.createIndex('audit_entry_action').on('audit_entry').column('action_id').execute();
        await db.schema
          .createTable('audit_head')
          .addColumn('name', text, (column) => column.primaryKey())
          .addColumn('count', 'bigint', (column) => column.notNull())
          .addColumn('hash', text, (column) => column.notNull())
          .execute();
        await db.insertInto('audit_head').values({ name: 'audit', count: 0, hash: CHAIN_START }).execute();
        for (const statement of appendOnlyStatements(types.engine)) await sql.raw(statement).execute(db);
        await db.schema
          .createTable('action')
          .addColumn('id', text, (column) => column.primaryKey())
          .addColumn('person_id', text, (column) => column.notNull())
          .addColumn('idempotency_key', text, (column) => column.notNull())
          .addColumn('body_hash', text, (column) => column.notNull())
          .addColumn('at', 'bigint', (column) => column.notNull())
          .addColumn('finished_at', 'bigint')
          .addColumn('plan', text, (column) => column.notNull())
          .addColumn('body', text, (column) => column.notNull())
          .addUniqueConstraint('action_once', ['person_id', 'idempotency_key'])
          .execute();
        await db.schema.createIndex('action_finished_at').on('action').column('finished_at').execute();
        await db.schema
          .createTable('action_lock')
          .addColumn('component', text, (column) => column.primaryKey())
          .addColumn('action_id', text, (column) => column.notNull())
          .execute();
        await db.schema
          .createTable('pause')
          .addColumn('component', text, (column) => column.notNull())
          .addColumn('stage', text, (column) => column.notNull())
          .addColumn('body', text, (column) => column.notNull())
          .addPrimaryKeyConstraint('pause_of_stage', ['component', 'stage'])
          .execute();
      },
    },
    '0003-costs': {
      // biome-ignore lint/suspicious/noExplicitAny: as above.
      async up(db: Kysely<any>) {
        await db.schema
          .createTable('cost_record')
          .addColumn('ledger', text, (column) => column.notNull())
          .addColumn('period', text, (column) => column.notNull())
          .addColumn('part', 'integer', (column) => column.notNull())
          .addColumn('fetch', 'bigint', (column) => column.notNull())
          .addColumn('body', sql.raw(types.bytes), (column) => column.notNull())
          .addPrimaryKeyConstraint('cost_record_part', ['ledger', 'period', 'part', 'fetch'])
          .execute();
        await db.schema
          .createTable('cost_state')
          .addColumn('name', text, (column) => column.primaryKey())
          .addColumn('fetched_at', 'bigint')
          .addColumn('body', text)
          .addColumn('claimed_by', text)
          .addColumn('claimed_until', 'bigint')
          .execute();
        await db.insertInto('cost_state').values({ name: COSTS }).execute();
        await db.schema
          .createTable('own_call')
          .addColumn('day', text, (column) => column.notNull())
          .addColumn('price_class', text, (column) => column.notNull())
          .addColumn('units', 'bigint', (column) => column.notNull())
          .addColumn('since', 'bigint', (column) => column.notNull())
          .addPrimaryKeyConstraint('own_call_of_day', ['day', 'price_class'])
          .execute();
      },
    },
    '0004-begun-costs': {
      // biome-ignore lint/suspicious/noExplicitAny: as above.
      async up(db: Kysely<any>) {
        await db.schema.alterTable('cost_state').addColumn('begun', 'text').execute();
        await db.schema.alterTable('cost_state').addColumn('failed', 'text').execute();
        await db.schema
          .createTable('cost_page')
          .addColumn('question', 'integer', (column) => column.notNull())
          .addColumn('page', 'integer', (column) => column.notNull())
          .addColumn('body', sql.raw(types.bytes), (column) => column.notNull())
          .addPrimaryKeyConstraint('cost_page_of_question', ['question', 'page'])
          .execute();
      },
    },
    '0005-sessions': {
      // biome-ignore lint/suspicious/noExplicitAny: as above.
      async up(db: Kysely<any>) {
        await db.schema
          .createTable('session_count')
          .addColumn('name', text, (column) => column.primaryKey())
          .addColumn('change', 'bigint', (column) => column.notNull())
          .execute();
        await db.insertInto('session_count').values({ name: SESSIONS, change: 0 }).execute();
        await db.schema
          .createTable('session')
          .addColumn('id', text, (column) => column.primaryKey())
          .addColumn('person_id', text, (column) => column.notNull())
          .addColumn('created_at', 'bigint', (column) => column.notNull())
          .addColumn('seen_at', 'bigint', (column) => column.notNull())
          .addColumn('expires_at', 'bigint', (column) => column.notNull())
          .addColumn('ended_at', 'bigint')
          .addColumn('ended_why', text)
          .addColumn('change', 'bigint', (column) => column.notNull())
          .addColumn('body', text, (column) => column.notNull())
          .execute();
        await db.schema.createIndex('session_change').on('session').column('change').execute();
        await db.schema.createIndex('session_person').on('session').column('person_id').execute();
        await db.schema.createIndex('session_expires_at').on('session').column('expires_at').execute();
      },
    },
    '0006-approvals': {
      // biome-ignore lint/suspicious/noExplicitAny: as above.
      async up(db: Kysely<any>) {
        await db.schema
          .createTable('approval')
          .addColumn('id', text, (column) => column.primaryKey())
          .addColumn('person_id', text, (column) => column.notNull())
          .addColumn('idempotency_key', text, (column) => column.notNull())
          .addColumn('body_hash', text, (column) => column.notNull())
          .addColumn('at', 'bigint', (column) => column.notNull())
          .addColumn('state', text, (column) => column.notNull())
          .addColumn('given', text, (column) => column.notNull())
          .addColumn('body', text, (column) => column.notNull())
          .addUniqueConstraint('approval_once', ['person_id', 'idempotency_key'])
          .execute();
        await db.schema.createIndex('approval_at').on('approval').column('at').execute();
        await db.schema.createIndex('approval_state').on('approval').column('state').execute();
      },
    },
    '0007-owners-of-actions+': {
      // biome-ignore lint/suspicious/noExplicitAny: as above.
      async up(db: Kysely<any>) {
        await db.schema.alterTable('action').addColumn('owner', 'text').execute();
      },
    },
    '0008-broken-glass': {
      // biome-ignore lint/suspicious/noExplicitAny: as above.
      async up(db: Kysely<any>) {
        await db.schema
          .createTable('glass')
          .addColumn('id', text, (column) => column.primaryKey())
          .addColumn('ended_at', 'bigint')
          .addColumn('body', text, (column) => column.notNull())
          .execute();
        await db.schema.createIndex('glass_ended_at').on('glass').column('ended_at').execute();
      },
    },
  };
}
