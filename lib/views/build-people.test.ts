import { expect, test } from 'vitest';
import type { AccessPolicy } from '#lib/domain/access/access.ts';
import type { SessionRecord } from '#lib/domain/access/session-record.ts';
import { buildPeople, buildSessions } from './build-people.ts';

const record = (id: string, person: string, over: Partial<SessionRecord> = {}): SessionRecord => ({
  id,
  person: { id: person, name: person, email: null },
  identity: { email: null, emailVerified: false, groups: ['ops'] },
  createdAt: 1_000,
  authenticatedAt: null,
  seenAt: 1_000,
  expiresAt: 9_000,
  origin: { address: '192.0.2.1', userAgent: 'Firefox' },
  ended: null,
  ...over,
});
const POLICY: AccessPolicy = {
  rules: [
    { group: 'ops', role: 'operator' },
    { group: 'boss', role: 'admin' },
  ],
};

test('one person stands once, with the sessions that are open and the role that the policy gives now', () => {
  const records = [
    record('a', 'olga', { seenAt: 2_000 }),
    record('b', 'olga', { seenAt: 3_000 }),
    record('c', 'olga', { seenAt: 4_000 }),
    record('d', 'ada', { identity: { email: null, emailVerified: false, groups: ['boss'] } }),
  ];
  const { people } = buildPeople(records, new Set(['a', 'b']), POLICY, { personId: 'ada', sessionId: 'd' });
  expect(people.map(({ name, roles, you, sessions }) => [name, roles, you, sessions.map(({ id }) => id)])).toEqual([
    ['olga', ['operator'], false, ['b', 'a']],
    ['ada', ['admin'], true, []],
  ]);
  expect(people[0]?.seenAt).toBe(new Date(4_000).toISOString());
});

test('the present session comes first, whenever the others were seen', () => {
  const sessions = buildSessions([record('a', 'olga', { seenAt: 5_000 }), record('b', 'olga')], 'b');
  expect(sessions.map(({ id, current }) => [id, current])).toEqual([
    ['b', true],
    ['a', false],
  ]);
});
