import { type Kysely, sql } from 'kysely';
import type { Guard } from './guard.ts';
import type { Tables } from './schema.ts';
import type { PictureStore } from './store.ts';

/** Names of pieces begin so: the table is the one of the last picture. */
const PREFIX = 'picture/';

/** Queries of the picture that the elected replica hands to the others. */
export function pictureQueries(db: Kysely<Tables>, guarded: Guard): PictureStore {
  return {
    handOver: (version, pieces) =>
      guarded(async () => {
        if (pieces.length === 0) return true;
        const rows = pieces.map(({ name, body }) => ({ name: PREFIX + name, at: version, body }));
        // What is newer was written by whoever was elected after: all or nothing of it is refused.
        return db.transaction().execute(async (transaction) => {
          const newer = await transaction
            .selectFrom('snapshot')
            .select('name')
            .where('name', 'like', `${PREFIX}%`)
            .where('at', '>=', version)
            .limit(1)
            .executeTakeFirst();
          if (newer) return false;
          for (const row of rows) {
            await transaction
              .insertInto('snapshot')
              .values(row)
              .onConflict((conflict) =>
                conflict.column('name').doUpdateSet({ at: sql`excluded.at`, body: sql`excluded.body` }).where('snapshot.at', '<', version),
              )
              .execute();
          }
          return true;
        });
      }),
    handedOver: (after) =>
      guarded(async () => {
        const rows = await db
          .selectFrom('snapshot')
          .selectAll()
          .where('name', 'like', `${PREFIX}%`)
          .where('at', '>', after)
          .orderBy('at')
          .orderBy('name')
          .execute();
        return rows.map(({ name, at, body }) => ({ name: name.slice(PREFIX.length), version: Number(at), body: new Uint8Array(body) }));
      }),
    dropPieces: (before) =>
      guarded(async () => {
        await db.deleteFrom('snapshot').where('name', 'like', `${PREFIX}%`).where('at', '<', before).execute();
      }),
  };
}
