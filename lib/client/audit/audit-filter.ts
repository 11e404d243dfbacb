import { AUDIT_VERBS, type AuditVerb } from '#lib/domain/audit/audit-entry.ts';

/** How far back is looked; null is everything. */
const AUDIT_SPANS = { '24h': 86_400_000, '7d': 604_800_000, '30d': 2_592_000_000, all: null } as const;
export type AuditSpan = keyof typeof AUDIT_SPANS;

/** What somebody looks for in the log; lives in the address. */
export interface AuditLook {
  person: string;
  component: string;
  cell: string;
  verb: AuditVerb | '';
  span: AuditSpan;
  /** One action alone; empty for all. */
  actionId: string;
}

export function parseAuditLook(params: URLSearchParams): AuditLook {
  const span = params.get('span');
  return {
    person: params.get('person') ?? '',
    component: params.get('component') ?? '',
    cell: params.get('cell') ?? '',
    verb: AUDIT_VERBS.find((verb) => verb === params.get('verb')) ?? '',
    span: span !== null && span in AUDIT_SPANS ? (span as AuditSpan) : 'all',
    actionId: params.get('actionId') ?? '',
  };
}

export function formatAuditLook(look: AuditLook): string {
  const params = new URLSearchParams();
  for (const name of ['person', 'component', 'cell', 'verb', 'actionId'] as const)
    if (look[name].trim() !== '') params.set(name, look[name].trim());
  if (look.span !== 'all') params.set('span', look.span);
  return params.toString();
}

/** The same as the server is asked. @param now epoch ms */
export function auditQuery(look: AuditLook, now: number): URLSearchParams {
  const params = new URLSearchParams(formatAuditLook(look));
  params.delete('span');
  const span = AUDIT_SPANS[look.span];
  // Whole minutes, so that looking twice asks the same.
  if (span !== null) params.set('from', new Date(Math.floor((now - span) / 60_000) * 60_000).toISOString());
  return params;
}
