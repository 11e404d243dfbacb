import type { Kysely } from 'kysely';
import type { Health } from '#lib/domain/health/verdict.ts';
import type { Guard } from './guard.ts';
import type { Tables } from './schema.ts';
import type { HealthChange, Store } from './store.ts';

/** Rows of one insert: engines bound the number of parameters. */
const ROWS_A_STATEMENT = 500;

type HealthStore = Pick<Store, 'recordChanges' | 'changesOf' | 'forgetChanges' | 'saveSnapshot' | 'lastSnapshot' | 'takeSnapshot'>;

/** Queries of health changes and of the last picture. */
export function healthQueries(db: Kysely<Tables>, guarded: Guard): HealthStore {
  return {
    recordChanges: (changes) =>
      guarded(async () => {
        if (changes.length === 0) return;
        await db.transaction().execute(async (transaction) => {
          for (let i = 0; i < changes.length; i += ROWS_A_STATEMENT) {
            await transaction
              .insertInto('health_change')
              .values(
                changes
                  .slice(i, i + ROWS_A_STATEMENT)
                  .map(({ cell, at, from, to, reason }) => ({ cell, at, from_health: from, to_health: to, reason })),
              )
              .onConflict((conflict) => conflict.columns(['cell', 'at', 'to_health']).doNothing())
              .execute();
          }
        });
      }),
    changesOf: (cell, since, limit) =>
      guarded(async () => {
        const rows = await db
          .selectFrom('health_change')
          .selectAll()
          .where('cell', '=', cell)
          .where('at', '>=', since)
          .orderBy('at', 'desc')
          .orderBy('id', 'desc')
          .limit(limit)
          .execute();
        return rows.map(
          (row): HealthChange => ({
            cell: row.cell,
            at: Number(row.at),
            from: row.from_health as Health | null,
            to: row.to_health as Health,
            reason: row.reason,
          }),
        );
      }),
    forgetChanges: (before) =>
      guarded(async () => {
        const { numDeletedRows } = await db.deleteFrom('health_change').where('at', '<', before).executeTakeFirst();
        return Number(numDeletedRows);
      }),
    saveSnapshot: (name, at, body) =>
      guarded(async () => {
        await db
          .insertInto('snapshot')
          .values({ name, at, body })
          .onConflict((conflict) => conflict.column('name').doUpdateSet({ at, body }))
          .execute();
      }),
    lastSnapshot: (name) =>
      guarded(async () => {
        const row = await db.selectFrom('snapshot').select(['at', 'body']).where('name', '=', name).executeTakeFirst();
        return row ? { at: Number(row.at), body: new Uint8Array(row.body) } : null;
      }),
    takeSnapshot: (name) =>
      guarded(async () => {
        const row = await db.deleteFrom('snapshot').where('name', '=', name).returning(['at', 'body']).executeTakeFirst();
        return row ? { at: Number(row.at), body: new Uint8Array(row.body) } : null;
      }),
  };
}
