import type { Kysely, Selectable, Transaction } from 'kysely';
import type { SessionEnd, SessionRecord } from '#lib/domain/access/session-record.ts';
import type { Guard } from './guard.ts';
import { SESSIONS } from './migrations.ts';
import type { Tables } from './schema.ts';
import type { SessionStore } from './session-store.ts';
import { storable } from './storable.ts';

/** Queries of who is signed in. */
export function sessionQueries(db: Kysely<Tables>, guarded: Guard): SessionStore {
  const write = <T>(work: (transaction: Transaction<Tables>, change: number) => Promise<T>) =>
    guarded(() => db.transaction().execute(async (transaction) => work(transaction, await nextChange(transaction))));
  return {
    beginSession: (record, replaces) =>
      write(async (transaction, change) => {
        const { id, person, createdAt, seenAt, expiresAt, ended, ...rest } = record;
        await transaction
          .insertInto('session')
          .values({
            id,
            person_id: storable(person.id),
            created_at: createdAt,
            seen_at: seenAt,
            expires_at: expiresAt,
            ended_at: ended?.at ?? null,
            ended_why: ended?.why ?? null,
            change,
            body: JSON.stringify({ person, ...rest }),
          })
          .execute();
        if (replaces !== null) await end(transaction, change, [replaces], createdAt, 'replaced');
      }),
    endSessions: (ids, at, why) => write((transaction, change) => end(transaction, change, ids, at, why)),
    revokeSessions: (personId, at) =>
      write(async (transaction, change) => {
        const person = storable(personId);
        const { numUpdatedRows } = await transaction
          .updateTable('session')
          .set({ ended_at: at, ended_why: 'revoked', change })
          .where('person_id', '=', person)
          .where('ended_at', 'is', null)
          .where('expires_at', '>', at)
          .executeTakeFirst();
        // An action that was begun by a session that has ended since is not to go on either.
        await transaction
          .updateTable('session')
          .set((row) => ({ ended_at: row.fn.coalesce('ended_at', row.val(at)), ended_why: 'revoked', change }))
          .where('person_id', '=', person)
          .where((row) => row.or([row('ended_why', 'is', null), row('ended_why', '<>', 'revoked')]))
          .execute();
        return Number(numUpdatedRows);
      }),
    markSeen: (seen) =>
      seen.length === 0
        ? Promise.resolve()
        : write(async (transaction, change) => {
            for (const { id, at } of seen) {
              await transaction
                .updateTable('session')
                .set({ seen_at: at, change })
                .where('id', '=', id)
                .where('seen_at', '<', at)
                .execute();
            }
          }),
    sessionChanges: (after) =>
      guarded(async () => {
        const head = await db.selectFrom('session_count').select('change').where('name', '=', SESSIONS).executeTakeFirstOrThrow();
        const change = Number(head.change);
        if (change === after) return { change, sessions: [] };
        // A store that was restored from a backup counts from further back.
        const from = change < after ? 0 : after;
        const rows = await db.selectFrom('session').selectAll().where('change', '>', from).execute();
        return { change, sessions: rows.map(toRecord) };
      }),
    forgetSessions: (before) =>
      guarded(async () => {
        const { numDeletedRows } = await db.deleteFrom('session').where('expires_at', '<', before).executeTakeFirst();
        return Number(numDeletedRows);
      }),
  };
}

/** The row stays locked until the transaction ends: what has a lower number is there for all before what has a higher one. */
async function nextChange(transaction: Transaction<Tables>): Promise<number> {
  const { change } = await transaction
    .updateTable('session_count')
    .set((row) => ({ change: row('change', '+', 1) }))
    .where('name', '=', SESSIONS)
    .returning('change')
    .executeTakeFirstOrThrow();
  return Number(change);
}

async function end(transaction: Transaction<Tables>, change: number, ids: readonly string[], at: number, why: SessionEnd): Promise<void> {
  for (const id of ids) {
    await transaction
      .updateTable('session')
      .set({ ended_at: at, ended_why: why, change })
      .where('id', '=', storable(id))
      .where('ended_at', 'is', null)
      .execute();
  }
}

function toRecord(row: Selectable<Tables['session']>): SessionRecord {
  const body = JSON.parse(row.body) as Pick<SessionRecord, 'person' | 'identity' | 'authenticatedAt' | 'origin'>;
  return {
    ...body,
    id: row.id,
    createdAt: Number(row.created_at),
    seenAt: Number(row.seen_at),
    expiresAt: Number(row.expires_at),
    ended: row.ended_at === null ? null : { at: Number(row.ended_at), why: row.ended_why as SessionEnd },
  };
}
