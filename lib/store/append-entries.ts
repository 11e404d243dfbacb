import { createHash } from 'node:crypto';
import type { Transaction } from 'kysely';
import { type ChainHead, chainedText } from '#lib/domain/audit/audit-chain.ts';
import type { AuditEntry } from '#lib/domain/audit/audit-entry.ts';
import type { Tables } from './schema.ts';
import { storable } from './storable.ts';

const HEAD = 'audit';
/** Ids looked up by one query. */
const IDS_A_STATEMENT = 500;

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A list as a column that can be searched for one of its members. */
const listColumn = (names: readonly string[]): string => `\n${names.join('\n')}\n`;

/** Id, name and address as one column that can be searched for a part of them. */
const personColumn = (person: AuditEntry['person']): string =>
  person ? `${person.id}\n${person.name}\n${person.email ?? ''}`.toLowerCase() : '';

/** The columns that are told from an entry, for writing them and for checking that they still tell the same. */
export function entryColumns(entry: AuditEntry) {
  return {
    id: storable(entry.id),
    at: entry.at,
    verb: storable(entry.verb),
    action_id: storable(entry.actionId),
    person: storable(personColumn(entry.person)),
    components: storable(listColumn(entry.components)),
    cells: storable(listColumn(entry.cells)),
  };
}

/**
 * Appends entries within a transaction. Its first statement takes the head's row: on an engine with several writers, the
 * others wait there until this transaction ends, so that each entry is hashed over the one that really is before it.
 */
export async function appendEntries(transaction: Transaction<Tables>, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const head = await transaction
    .updateTable('audit_head')
    .set((row) => ({ count: row.ref('count') }))
    .where('name', '=', HEAD)
    .returning(['count', 'hash'])
    .executeTakeFirst();
  if (!head) throw new Error('the audit chain has lost its head');
  const known = await idsKept(transaction, entries);
  let { count, hash }: ChainHead = { count: Number(head.count), hash: head.hash };
  for (const entry of entries) {
    if (known.has(entry.id)) continue;
    known.add(entry.id);
    count++;
    const body = chainedText(entry, count, hash);
    hash = sha256(body);
    await transaction
      .insertInto('audit_entry')
      .values({ seq: count, ...entryColumns(entry), body, hash })
      .execute();
  }
  await transaction.updateTable('audit_head').set({ count, hash }).where('name', '=', HEAD).execute();
}

async function idsKept(transaction: Transaction<Tables>, entries: readonly AuditEntry[]): Promise<Set<string>> {
  const kept = new Set<string>();
  for (let i = 0; i < entries.length; i += IDS_A_STATEMENT) {
    const ids = entries.slice(i, i + IDS_A_STATEMENT).map(({ id }) => id);
    const rows = await transaction.selectFrom('audit_entry').select('id').where('id', 'in', ids).execute();
    for (const { id } of rows) kept.add(id);
  }
  return kept;
}
