import type { BrokenGlass } from '#lib/domain/access/broken-glass.ts';
import type { AuditEntry } from '#lib/domain/audit/audit-entry.ts';
import type { Caller } from '#lib/domain/control/request.ts';
import { toJson } from '#lib/domain/document/canonical-json.ts';

/** That the glass was broken, or is whole again. Its id is made of the glass's: however many replicas write it, it stands once. */
export function glassEntry(glass: BrokenGlass, what: 'begun' | 'ended', at: number, caller: Caller | null): AuditEntry {
  const roles = glass.roles.join(', ');
  const text =
    what === 'begun'
      ? `Broke the glass: ${roles}`
      : `The glass that ${glass.by.name} broke is whole again${caller === null ? ': its time is over' : ''}`;
  return {
    ...entryOf(at, caller),
    id: `${glass.id}-${what}`,
    text,
    reason: what === 'begun' ? glass.reason : null,
    actionId: null,
    components: [],
    cells: [],
    detail: toJson({ glass: glass.id, by: glass.by, roles: glass.roles, endsAt: glass.endsAt }),
  };
}

/** That somebody acts while they have broken the glass. @param intent the entry of what they do */
export function glassUse(glass: BrokenGlass, intent: AuditEntry, caller: Caller): AuditEntry {
  const { components, cells, actionId, text, at } = intent;
  return {
    ...entryOf(at, caller),
    id: `${intent.id}-glass`,
    text: `Acts with a broken glass: ${text}`,
    reason: glass.reason,
    actionId,
    components,
    cells,
    detail: toJson({ glass: glass.id, roles: glass.roles, verb: intent.verb }),
  };
}

const entryOf = (at: number, caller: Caller | null) => ({
  at,
  kind: 'glass' as const,
  person: caller?.person ?? null,
  origin: caller?.origin ?? null,
  verb: 'break-glass' as const,
  requestId: null,
});
