import type { Kysely } from 'kysely';
import type { PauseNote } from '#lib/domain/control/action.ts';
import type { Guard } from './guard.ts';
import type { Tables } from './schema.ts';
import type { ControlStore } from './store.ts';

type PauseStore = Pick<ControlStore, 'savePause' | 'dropPauses' | 'pauses'>;

/** Queries of what people noted about closed doors. */
export function pauseQueries(db: Kysely<Tables>, guarded: Guard): PauseStore {
  return {
    savePause: (note) =>
      guarded(async () => {
        const body = JSON.stringify(note);
        await db
          .insertInto('pause')
          .values({ component: note.component, stage: note.stage, body })
          .onConflict((conflict) => conflict.columns(['component', 'stage']).doUpdateSet({ body }))
          .execute();
      }),
    dropPauses: (doors) =>
      guarded(async () => {
        for (const { component, stage } of doors) {
          await db.deleteFrom('pause').where('component', '=', component).where('stage', '=', stage).execute();
        }
      }),
    pauses: () =>
      guarded(async () => {
        const rows = await db.selectFrom('pause').select('body').orderBy('component').orderBy('stage').execute();
        return rows.map((row) => JSON.parse(row.body) as PauseNote);
      }),
  };
}
