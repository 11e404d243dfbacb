import type { Kysely, Transaction, Updateable } from 'kysely';
import type { Guard } from './guard.ts';
import { COSTS } from './migrations.ts';
import type { Tables } from './schema.ts';
import type { CostStore } from './store.ts';

/** Queries of the pages of a fetch under way: whoever goes on with it pays for none of them again. */
export function pageQueries(
  db: Kysely<Tables>,
  guarded: Guard,
): Pick<CostStore, 'beginCosts' | 'keepCostPage' | 'dropCostPages' | 'costPage'> {
  return {
    beginCosts: (holder, begun) =>
      guarded(() =>
        db.transaction().execute(async (transaction) => {
          await changeClaimed(transaction, holder, { begun });
          await transaction.deleteFrom('cost_page').execute();
        }),
      ),
    keepCostPage: (holder, until, { question, page, body }) =>
      guarded(() =>
        db.transaction().execute(async (transaction) => {
          await changeClaimed(transaction, holder, { claimed_until: until });
          await transaction
            .insertInto('cost_page')
            .values({ question, page, body })
            .onConflict((conflict) => conflict.columns(['question', 'page']).doUpdateSet({ body }))
            .execute();
        }),
      ),
    dropCostPages: (holder, question) =>
      guarded(() =>
        db.transaction().execute(async (transaction) => {
          await changeClaimed(transaction, holder, { claimed_by: holder });
          await transaction.deleteFrom('cost_page').where('question', '=', question).execute();
        }),
      ),
    costPage: (question, page) =>
      guarded(async () => {
        const row = await db
          .selectFrom('cost_page')
          .select('body')
          .where('question', '=', question)
          .where('page', '=', page)
          .executeTakeFirst();
        return row ? new Uint8Array(row.body) : null;
      }),
  };
}

/** Changes the state of costs in the name of who has claimed the fetch; throws, so that all is rolled back, where another has. */
export async function changeClaimed(
  transaction: Transaction<Tables>,
  holder: string,
  changes: Updateable<Tables['cost_state']>,
): Promise<void> {
  const { numUpdatedRows } = await transaction
    .updateTable('cost_state')
    .set(changes)
    .where('name', '=', COSTS)
    .where('claimed_by', '=', holder)
    .executeTakeFirst();
  if (Number(numUpdatedRows) !== 1) throw new Error('the claim of this fetch has passed to another');
}
