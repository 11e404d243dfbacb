import type { AccessPolicy } from '#lib/domain/access/access.ts';
import { resolveRoles } from '#lib/domain/access/resolve-roles.ts';
import type { SessionRecord } from '#lib/domain/access/session-record.ts';
import type { PeopleView, PersonView, SessionView } from './people-view.ts';

const iso = (at: number): string => new Date(at).toISOString();

/** Sessions as people see them, the present one first, then the one seen last. */
export function buildSessions(records: readonly SessionRecord[], currentId: string): SessionView[] {
  return [...records]
    .sort((a, b) => Number(b.id === currentId) - Number(a.id === currentId) || b.seenAt - a.seenAt)
    .map(({ id, createdAt, seenAt, expiresAt, origin }) => ({
      id,
      current: id === currentId,
      createdAt: iso(createdAt),
      seenAt: iso(seenAt),
      expiresAt: iso(expiresAt),
      address: origin.address,
      userAgent: origin.userAgent,
    }));
}

/**
 * Everybody of whom a session is known, those with an open one first.
 * @param open ids of the sessions that are not over
 */
export function buildPeople(
  records: readonly SessionRecord[],
  open: ReadonlySet<string>,
  policy: AccessPolicy,
  you: { personId: string; sessionId: string },
): PeopleView {
  const people = [...Map.groupBy(records, ({ person }) => person.id)].flatMap(([id, theirs]): PersonView[] => {
    const last = theirs.reduce<SessionRecord | null>((newest, one) => (newest && newest.createdAt >= one.createdAt ? newest : one), null);
    if (!last) return [];
    const { grants } = resolveRoles(policy, last.identity);
    return [
      {
        id,
        name: last.person.name,
        email: last.person.email,
        roles: [...new Set(grants.map(({ role }) => role))],
        sessions: buildSessions(
          theirs.filter((one) => open.has(one.id)),
          you.sessionId,
        ),
        seenAt: iso(Math.max(...theirs.map(({ seenAt }) => seenAt))),
        you: id === you.personId,
      },
    ];
  });
  return { people: people.sort((a, b) => Number(b.sessions.length > 0) - Number(a.sessions.length > 0) || a.name.localeCompare(b.name)) };
}
