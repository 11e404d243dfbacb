import { z } from 'zod';
import { AUDIT_VERBS, type AuditFilter } from '#lib/domain/audit/audit-entry.ts';
import { problemResponse } from './problem.ts';

const text = z.string().min(1).max(200).optional();
const time = z.iso
  .datetime({ offset: true })
  .or(z.iso.date())
  .transform((written) => Date.parse(written))
  .optional();

const query = z.strictObject({
  person: text,
  component: text,
  cell: text,
  verb: z.enum(AUDIT_VERBS).optional(),
  actionId: text,
  from: time,
  to: time,
  page: z.coerce.number().int().positive().optional(),
  format: z.enum(['csv', 'jsonl']).optional(),
});

export interface AuditQuery {
  filter: AuditFilter;
  /** Entries before this place of the chain; null from the newest on. */
  before: number | null;
  format: 'csv' | 'jsonl';
}

/** What somebody looks for in the audit log, from the address; a response that says what is wrong with it otherwise. */
export function auditQuery(request: Request): AuditQuery | Response {
  const parsed = query.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return problemResponse({
      status: 400,
      code: 'wrong-filter',
      title: 'Wrong filter',
      detail: `${issue?.path.join('.') || 'The address'}: ${issue?.message ?? 'not valid'}.`,
      fix: `Use person, component, cell, verb (${AUDIT_VERBS.join(', ')}), actionId, from and to (as 2026-11-24 or 2026-11-24T02:14:00Z), page.`,
    });
  }
  const { page, format = 'csv', ...filter } = parsed.data;
  return { filter, before: page ?? null, format };
}
