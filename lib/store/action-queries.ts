import type { Kysely, Transaction } from 'kysely';
import type { Action, Plan } from '#lib/domain/control/action.ts';
import { appendEntries } from './append-entries.ts';
import { endWaiting } from './approval-queries.ts';
import type { Guard } from './guard.ts';
import type { Tables } from './schema.ts';
import type { ControlStore, Recorded, StoredAction } from './store.ts';

type ActionStore = Pick<ControlStore, 'recordIntent' | 'recordProgress' | 'findAction' | 'findActionByKey' | 'openActions' | 'takeAction'>;

/** Undoes a transaction; answering from within it would keep what was written until then. */
class Undone extends Error {
  readonly outcome: Recorded;
  constructor(outcome: Recorded) {
    super(outcome.kind);
    this.outcome = outcome;
  }
}

/** Queries of actions and of what they have to themselves. */
export function actionQueries(db: Kysely<Tables>, guarded: Guard): ActionStore {
  return {
    recordIntent: (stored, entries, locks, approved) =>
      guarded(async () => {
        try {
          return await db.transaction().execute(async (transaction): Promise<Recorded> => {
            if (approved && !(await endWaiting(transaction, approved))) throw new Undone({ kind: 'not-waiting' });
            if (!(await insertAction(transaction, stored))) {
              const earlier = toStored(await byKey(transaction, stored.action.by.id, stored.key));
              throw earlier ? new Undone({ kind: 'repeated', earlier }) : new Error('the action could not be kept');
            }
            for (const component of [...new Set(locks)].sort()) {
              const { numInsertedOrUpdatedRows } = await transaction
                .insertInto('action_lock')
                .values({ component, action_id: stored.action.id })
                .onConflict((conflict) => conflict.column('component').doNothing())
                .executeTakeFirst();
              if (Number(numInsertedOrUpdatedRows) > 0) continue;
              const holder = await transaction
                .selectFrom('action_lock')
                .select('action_id')
                .where('component', '=', component)
                .executeTakeFirst();
              throw new Undone({ kind: 'busy', component, actionId: holder?.action_id ?? '' });
            }
            await appendEntries(transaction, entries);
            return { kind: 'recorded' };
          });
        } catch (error) {
          if (error instanceof Undone) return error.outcome;
          throw error;
        }
      }),
    recordProgress: (stored, entries, plan = false) =>
      guarded(() =>
        db.transaction().execute(async (transaction) => {
          const { id, finishedAt } = stored.action;
          const { numUpdatedRows } = await transaction
            .updateTable('action')
            .set({ finished_at: finishedAt, body: JSON.stringify(stored.action), ...(plan ? { plan: JSON.stringify(stored.plan) } : {}) })
            .where('id', '=', id)
            .executeTakeFirst();
          if (Number(numUpdatedRows) === 0) await insertAction(transaction, stored);
          if (finishedAt !== null) await transaction.deleteFrom('action_lock').where('action_id', '=', id).execute();
          await appendEntries(transaction, entries);
        }),
      ),
    findAction: (id) => guarded(async () => toStored(await db.selectFrom('action').selectAll().where('id', '=', id).executeTakeFirst())),
    findActionByKey: (personId, key) => guarded(async () => toStored(await byKey(db, personId, key))),
    openActions: () =>
      guarded(async () => {
        const rows = await db.selectFrom('action').selectAll().where('finished_at', 'is', null).orderBy('at').execute();
        return rows.flatMap((row) => toStored(row) ?? []);
      }),
    takeAction: (id, from, to) =>
      guarded(async () => {
        const { numUpdatedRows } = await db
          .updateTable('action')
          .set({ owner: to })
          .where('id', '=', id)
          .where('owner', from === null ? 'is' : '=', from)
          .where('finished_at', 'is', null)
          .executeTakeFirst();
        return Number(numUpdatedRows) > 0;
      }),
  };
}

/** False when the person used the key before. */
async function insertAction(transaction: Transaction<Tables>, stored: StoredAction): Promise<boolean> {
  const { action, key, bodyHash, owner = null } = stored;
  const { numInsertedOrUpdatedRows } = await transaction
    .insertInto('action')
    .values({
      id: action.id,
      person_id: action.by.id,
      idempotency_key: key,
      body_hash: bodyHash,
      at: action.at,
      finished_at: action.finishedAt,
      plan: JSON.stringify(stored.plan),
      body: JSON.stringify(action),
      owner,
    })
    .onConflict((conflict) => conflict.columns(['person_id', 'idempotency_key']).doNothing())
    .executeTakeFirst();
  return Number(numInsertedOrUpdatedRows) > 0;
}

const byKey = (db: Kysely<Tables>, personId: string, key: string) =>
  db.selectFrom('action').selectAll().where('person_id', '=', personId).where('idempotency_key', '=', key).executeTakeFirst();

function toStored(row: Tables['action'] | undefined): StoredAction | null {
  if (!row) return null;
  const { plan, body, idempotency_key: key, body_hash: bodyHash, owner } = row;
  return { action: JSON.parse(body) as Action, plan: JSON.parse(plan) as Plan, key, bodyHash, ...(owner === null ? {} : { owner }) };
}
