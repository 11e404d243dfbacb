import type { ChainedEntry } from '#lib/domain/audit/audit-entry.ts';
import { csvField } from '#lib/domain/document/csv-field.ts';

const COLUMNS: Record<string, (entry: ChainedEntry) => string | number | null> = {
  seq: ({ seq }) => seq,
  time: ({ at }) => new Date(at).toISOString(),
  kind: ({ kind }) => kind,
  person: ({ person }) => person?.name ?? 'Cellwatch',
  person_id: ({ person }) => person?.id ?? null,
  email: ({ person }) => person?.email ?? null,
  verb: ({ verb }) => verb,
  components: ({ components }) => components.join(' '),
  cells: ({ cells }) => cells.join(' '),
  text: ({ text }) => text,
  reason: ({ reason }) => reason,
  action_id: ({ actionId }) => actionId,
  request_id: ({ requestId }) => requestId,
  address: ({ origin }) => origin?.address ?? null,
  previous: ({ previous }) => previous,
  hash: ({ hash }) => hash,
};

export const auditCsvHead = `${Object.keys(COLUMNS).join(',')}\r\n`;

/** An entry as a line of CSV (RFC 4180). */
export function auditCsvLine(entry: ChainedEntry): string {
  return `${Object.values(COLUMNS)
    .map((read) => csvField(read(entry)))
    .join(',')}\r\n`;
}
