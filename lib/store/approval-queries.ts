import type { Kysely, Transaction } from 'kysely';
import type { ApprovalRequest } from '#lib/domain/control/approval.ts';
import { appendEntries } from './append-entries.ts';
import type { Guard } from './guard.ts';
import type { Tables } from './schema.ts';
import type { ControlStore, StoredApproval } from './store.ts';

type ApprovalStore = Pick<ControlStore, 'recordApproval' | 'endApproval' | 'findApproval' | 'findApprovalByKey' | 'approvals'>;

const WAITING = 'waiting';

/** Queries of what waits for a second person. */
export function approvalQueries(db: Kysely<Tables>, guarded: Guard): ApprovalStore {
  const byKey = (from: Kysely<Tables>, personId: string, key: string) =>
    from.selectFrom('approval').selectAll().where('person_id', '=', personId).where('idempotency_key', '=', key).executeTakeFirst();
  return {
    recordApproval: (stored, entries) =>
      guarded(() =>
        db.transaction().execute(async (transaction) => {
          const { request, key, bodyHash, ...given } = stored;
          const { numInsertedOrUpdatedRows } = await transaction
            .insertInto('approval')
            .values({
              id: request.id,
              person_id: request.by.id,
              idempotency_key: key,
              body_hash: bodyHash,
              at: request.at,
              state: request.state,
              given: JSON.stringify(given),
              body: JSON.stringify(request),
            })
            .onConflict((conflict) => conflict.columns(['person_id', 'idempotency_key']).doNothing())
            .executeTakeFirst();
          if (Number(numInsertedOrUpdatedRows) === 0) return toStored(await byKey(transaction, request.by.id, key));
          await appendEntries(transaction, entries);
          return null;
        }),
      ),
    endApproval: (request, entries) =>
      guarded(() =>
        db.transaction().execute(async (transaction) => {
          if (!(await endWaiting(transaction, request))) return false;
          await appendEntries(transaction, entries);
          return true;
        }),
      ),
    findApproval: (id) =>
      guarded(async () => toStored(await db.selectFrom('approval').selectAll().where('id', '=', id).executeTakeFirst())),
    findApprovalByKey: (personId, key) => guarded(async () => toStored(await byKey(db, personId, key))),
    approvals: (since, limit) =>
      guarded(async () => {
        const rows = await db
          .selectFrom('approval')
          .selectAll()
          .where((row) => row.or([row('state', '=', WAITING), row('at', '>=', since)]))
          .orderBy('at', 'desc')
          .orderBy('id')
          .limit(limit)
          .execute();
        return rows.flatMap((row) => toStored(row) ?? []);
      }),
  };
}

/** False when the request waits no longer: of several who end it, one does. */
export async function endWaiting(transaction: Transaction<Tables>, request: ApprovalRequest): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('approval')
    .set({ state: request.state, body: JSON.stringify(request) })
    .where('id', '=', request.id)
    .where('state', '=', WAITING)
    .executeTakeFirst();
  return Number(numUpdatedRows) > 0;
}

function toStored(row: Tables['approval'] | undefined): StoredApproval | null {
  if (!row) return null;
  const { plan, start, caller } = JSON.parse(row.given) as Pick<StoredApproval, 'plan' | 'start' | 'caller'>;
  return { request: JSON.parse(row.body) as ApprovalRequest, plan, start, caller, key: row.idempotency_key, bodyHash: row.body_hash };
}
