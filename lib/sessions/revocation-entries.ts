import { randomUUID } from 'node:crypto';
import type { AuditEntry } from '#lib/domain/audit/audit-entry.ts';
import type { Caller } from '#lib/domain/control/request.ts';
import { toJson } from '#lib/domain/document/canonical-json.ts';

/** An admin who signs somebody out everywhere, and why. Times are epoch ms. */
export interface Revocation {
  person: { id: string; name: string; email: string | null };
  caller: Caller;
  reason: string;
}

/** Written before any session is ended. */
export function revocationIntent({ person, caller, reason }: Revocation, sessions: readonly string[], at: number): AuditEntry {
  return {
    ...entryOf(caller, at),
    kind: 'intent',
    text: `Sign out ${person.name} everywhere`,
    reason,
    detail: toJson({ person, sessions }),
  };
}

/** Written after: how many sessions that ended. */
export function revocationResult({ person, caller }: Revocation, ended: number | null, at: number): AuditEntry {
  const outcome = ended === null ? 'failed' : `${ended} ${ended === 1 ? 'session' : 'sessions'} ended`;
  return {
    ...entryOf(caller, at),
    kind: 'result',
    text: `Sign out ${person.name} everywhere: ${outcome}`,
    reason: null,
    detail: toJson({ person, ended }),
  };
}

const entryOf = ({ person, origin }: Caller, at: number) => ({
  id: randomUUID(),
  at,
  person,
  origin,
  actionId: null,
  verb: 'sign-out-person' as const,
  components: [],
  cells: [],
  requestId: null,
});
