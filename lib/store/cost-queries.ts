import { type Kysely, sql } from 'kysely';
import type { OwnCalls } from '#lib/domain/cost/build-own-bill.ts';
import type { PriceClass } from '#lib/domain/cost/price-class.ts';
import { changeClaimed, pageQueries } from './cost-page-queries.ts';
import type { Guard } from './guard.ts';
import { COSTS } from './migrations.ts';
import type { Tables } from './schema.ts';
import type { CostLedgerName, CostRecord, CostStore } from './store.ts';

/** Queries of what is known of costs, and of our own calls. */
export function costQueries(db: Kysely<Tables>, guarded: Guard): CostStore {
  const inForce = (ledger: CostLedgerName) =>
    db
      .selectFrom('cost_record')
      .where('ledger', '=', ledger)
      .where('fetch', '<=', (where) =>
        where
          .selectFrom('cost_state')
          .select(({ fn, lit }) => fn.coalesce('fetched_at', lit(0)).as('fetched_at'))
          .where('name', '=', COSTS),
      );
  return {
    costState: () =>
      guarded(async () => {
        const row = await db.selectFrom('cost_state').selectAll().where('name', '=', COSTS).executeTakeFirst();
        return {
          fetchedAt: toNumber(row?.fetched_at),
          body: row?.body ?? null,
          begun: row?.begun ?? null,
          failed: row?.failed ?? null,
        };
      }),
    claimCosts: (holder, now, until, seen) =>
      guarded(async () => {
        const { numUpdatedRows } = await db
          .updateTable('cost_state')
          .set({ claimed_by: holder, claimed_until: until })
          .where('name', '=', COSTS)
          .where((where) =>
            where.or([where('claimed_until', 'is', null), where('claimed_until', '<=', now), where('claimed_by', '=', holder)]),
          )
          .where('fetched_at', seen === null ? 'is' : '=', seen)
          .executeTakeFirst();
        return Number(numUpdatedRows) === 1;
      }),
    releaseCosts: (holder, failed) =>
      guarded(async () => {
        await db
          .updateTable('cost_state')
          .set({ claimed_by: null, claimed_until: null, ...(failed !== undefined && { failed }) })
          .where('name', '=', COSTS)
          .where('claimed_by', '=', holder)
          .execute();
      }),
    ...pageQueries(db, guarded),
    stageCosts: (fetchedAt, records) =>
      guarded(() => db.transaction().execute((transaction) => putRecords(transaction, fetchedAt, records))),
    saveCosts: (holder, { fetchedAt, body }, replaced) =>
      guarded(() =>
        db.transaction().execute(async (transaction) => {
          const before = await transaction.selectFrom('cost_state').select('fetched_at').where('name', '=', COSTS).executeTakeFirst();
          await changeClaimed(transaction, holder, {
            fetched_at: fetchedAt,
            body,
            claimed_by: null,
            claimed_until: null,
            begun: null,
            failed: null,
          });
          await transaction.deleteFrom('cost_page').execute();
          // What another fetch left there that never came into force: without the claim it never will.
          await transaction
            .deleteFrom('cost_record')
            .where('fetch', '>', toNumber(before?.fetched_at) ?? 0)
            .where('fetch', '<>', fetchedAt)
            .execute();
          for (const { ledger, from } of replaced) {
            await transaction
              .deleteFrom('cost_record')
              .where('ledger', '=', ledger)
              .where('period', '>=', from)
              .where('fetch', '<>', fetchedAt)
              .execute();
          }
        }),
      ),
    saveTraffic: (records) => guarded(() => db.transaction().execute((transaction) => putRecords(transaction, 0, records))),
    costPeriods: (ledger) =>
      guarded(async () => {
        const rows = await inForce(ledger).select('period').distinct().orderBy('period').execute();
        return rows.map(({ period }) => period);
      }),
    costRecords: (ledger, period) =>
      guarded(async () => {
        const rows = await inForce(ledger).select(['part', 'body']).where('period', '=', period).orderBy('part').execute();
        return rows.map((row): CostRecord => ({ ledger, period, part: Number(row.part), body: new Uint8Array(row.body) }));
      }),
    forgetCostRecords: (ledger, before) =>
      guarded(async () => {
        const { numDeletedRows } = await db
          .deleteFrom('cost_record')
          .where('ledger', '=', ledger)
          .where('period', '<', before)
          .executeTakeFirst();
        return Number(numDeletedRows);
      }),
    addOwnCalls: (calls) =>
      guarded(() =>
        db.transaction().execute(async (transaction) => {
          // All in one order: two replicas that add to the same rows would otherwise wait for each other.
          const ordered = calls.toSorted((a, b) => compare(a.day, b.day) || compare(a.priceClass, b.priceClass));
          for (const { day, priceClass, units, since } of ordered) {
            await transaction
              .insertInto('own_call')
              .values({ day, price_class: priceClass, units, since })
              .onConflict((conflict) =>
                conflict.columns(['day', 'price_class']).doUpdateSet({ units: sql`own_call.units + excluded.units` }),
              )
              .execute();
          }
        }),
      ),
    ownCalls: (since) =>
      guarded(async () => {
        const rows = await db.selectFrom('own_call').selectAll().where('day', '>=', since).orderBy('day').orderBy('price_class').execute();
        return rows.map(
          (row): OwnCalls => ({
            day: row.day,
            priceClass: row.price_class as PriceClass,
            units: Number(row.units),
            since: Number(row.since),
          }),
        );
      }),
  };
}

/** One statement each: a record may be a megabyte, and engines bound what a statement carries. */
async function putRecords(db: Kysely<Tables>, fetch: number, records: readonly CostRecord[]): Promise<void> {
  for (const { ledger, period, part, body } of records) {
    await db
      .insertInto('cost_record')
      .values({ ledger, period, part, fetch, body })
      .onConflict((conflict) => conflict.columns(['ledger', 'period', 'part', 'fetch']).doUpdateSet({ body }))
      .execute();
  }
}

/** Engines may tell a bigint as text. */
function toNumber(value: number | null | undefined): number | null {
  return value === null || value === undefined ? null : Number(value);
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
