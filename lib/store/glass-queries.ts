import type { Kysely } from 'kysely';
import type { BrokenGlass } from '#lib/domain/access/broken-glass.ts';
import { appendEntries } from './append-entries.ts';
import type { Guard } from './guard.ts';
import type { Tables } from './schema.ts';
import type { ControlStore } from './store.ts';

/** Queries of who has broken the glass. */
export function glassQueries(db: Kysely<Tables>, guarded: Guard): Pick<ControlStore, 'keepGlass' | 'openGlasses'> {
  return {
    keepGlass: (glass, entries) =>
      guarded(() =>
        db.transaction().execute(async (transaction) => {
          const values = { ended_at: glass.ended?.at ?? null, body: JSON.stringify(glass) };
          await transaction
            .insertInto('glass')
            .values({ id: glass.id, ...values })
            // What has ended is never in force again.
            .onConflict((conflict) => conflict.column('id').doUpdateSet(values).where('glass.ended_at', 'is', null))
            .execute();
          await appendEntries(transaction, entries);
        }),
      ),
    openGlasses: () =>
      guarded(async () => {
        const rows = await db.selectFrom('glass').select('body').where('ended_at', 'is', null).orderBy('id').execute();
        return rows.map(({ body }) => JSON.parse(body) as BrokenGlass);
      }),
  };
}
