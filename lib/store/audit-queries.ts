import { type Kysely, sql } from 'kysely';
import { readKept } from '#lib/domain/audit/audit-chain.ts';
import type { ChainedEntry } from '#lib/domain/audit/audit-entry.ts';
import { appendEntries, entryColumns } from './append-entries.ts';
import type { Guard } from './guard.ts';
import type { Tables } from './schema.ts';
import { storable } from './storable.ts';
import type { ControlStore } from './store.ts';

type AuditStore = Pick<ControlStore, 'appendAudit' | 'searchAudit' | 'readChain' | 'chainHead'>;

/** Queries of the audit chain. */
export function auditQueries(db: Kysely<Tables>, guarded: Guard): AuditStore {
  return {
    appendAudit: (entries) => guarded(() => db.transaction().execute((transaction) => appendEntries(transaction, entries))),
    searchAudit: (filter, before, limit) =>
      guarded(async () => {
        // A sum can't be read off the key: what is asked from a time on is found by its time, and the rest never looked at.
        const newest = filter.from === undefined ? sql`seq` : sql`+seq`;
        let query = db.selectFrom('audit_entry').select(['seq', 'body', 'hash']).orderBy(newest, 'desc').limit(limit);
        if (before !== null) query = query.where('seq', '<', before);
        if (filter.from !== undefined) query = query.where('at', '>=', filter.from);
        if (filter.to !== undefined) query = query.where('at', '<', filter.to);
        if (filter.verb !== undefined) query = query.where('verb', '=', filter.verb);
        if (filter.actionId !== undefined) query = query.where('action_id', '=', filter.actionId);
        if (filter.person !== undefined) query = query.where(contains('person', filter.person.toLowerCase()));
        if (filter.component !== undefined) query = query.where(contains('components', `\n${filter.component}\n`));
        if (filter.cell !== undefined) query = query.where(contains('cells', `\n${filter.cell}\n`));
        const rows = await query.execute();
        return rows.flatMap((row): ChainedEntry[] => {
          const entry = readKept({ text: row.body, hash: row.hash });
          return entry ? [entry] : [];
        });
      }),
    readChain: (after, limit) =>
      guarded(async () => {
        const rows = await db.selectFrom('audit_entry').selectAll().where('seq', '>', after).orderBy('seq').limit(limit).execute();
        return rows.map((row) => ({ seq: Number(row.seq), text: row.body, hash: row.hash, filedRight: isFiledRight(row) }));
      }),
    chainHead: () =>
      guarded(async () => {
        const row = await db.selectFrom('audit_head').select(['count', 'hash']).executeTakeFirst();
        return row ? { count: Number(row.count), hash: row.hash } : null;
      }),
  };
}

function isFiledRight(row: Tables['audit_entry']): boolean {
  const entry = readKept({ text: row.body, hash: row.hash });
  if (!entry) return false;
  const kept: Record<string, unknown> = { ...row, at: Number(row.at) };
  return Object.entries(entryColumns(entry)).every(([column, value]) => storable(kept[column]) === value);
}

/** LIKE with what somebody typed taken literally. */
function contains(column: 'person' | 'components' | 'cells', part: string) {
  return sql<boolean>`${sql.ref(column)} like ${`%${part.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`} escape '\\'`;
}
