import { expect, it } from 'vitest';
import type { SessionRecord } from '#lib/domain/access/session-record.ts';
import type { Store } from '../store.ts';

export const sessionRecord = (id: string, over: Partial<SessionRecord> = {}): SessionRecord => ({
  id,
  person: { id: 'u-1', name: 'Olga Operator', email: 'olga@orbit.example' },
  identity: { email: 'olga@orbit.example', emailVerified: true, groups: ['cellwatch-operators'] },
  createdAt: 1_000,
  authenticatedAt: 900,
  seenAt: 1_000,
  expiresAt: 9_000,
  origin: { address: '192.0.2.1', userAgent: 'test' },
  ended: null,
  ...over,
});

/** What every engine must do with sessions. */
export function sessionContract(current: () => Store, reopen: () => Promise<void>): void {
  const all = async () => (await current().sessionChanges(0)).sessions.sort((a, b) => a.id.localeCompare(b.id));
  const endOf = async (id: string) => (await all()).find((one) => one.id === id)?.ended;

  it('keeps a session as it began, after it was closed too', async () => {
    const odd = sessionRecord('a', { person: { id: 'Zürich|\u202e☂', name: "'; --", email: null }, authenticatedAt: null });
    await current().beginSession(odd, null);
    await reopen();
    expect(await all()).toEqual([odd]);
  });

  it('tells what has changed since a number, and nothing when nothing has', async () => {
    await current().beginSession(sessionRecord('a'), null);
    const { change } = await current().sessionChanges(0);
    expect(await current().sessionChanges(change)).toEqual({ change, sessions: [] });
    await current().beginSession(sessionRecord('b'), null);
    const later = await current().sessionChanges(change);
    expect(later.sessions.map(({ id }) => id)).toEqual(['b']);
    await current().markSeen([{ id: 'a', at: 2_000 }]);
    expect((await current().sessionChanges(later.change)).sessions).toEqual([sessionRecord('a', { seenAt: 2_000 })]);
  });

  it('ends the session that a new one takes the place of', async () => {
    await current().beginSession(sessionRecord('a'), null);
    await current().beginSession(sessionRecord('b', { createdAt: 1_500 }), 'a');
    expect([await endOf('a'), await endOf('b')]).toEqual([{ at: 1_500, why: 'replaced' }, null]);
  });

  it('ends a session once: the first reason stands', async () => {
    await current().beginSession(sessionRecord('a'), null);
    await current().endSessions(['a', 'none'], 2_000, 'signed-out');
    await current().endSessions(['a'], 3_000, 'ended-elsewhere');
    expect(await endOf('a')).toEqual({ at: 2_000, why: 'signed-out' });
  });

  it('revokes all sessions of a person and of nobody else, and counts those that were not over', async () => {
    await current().beginSession(sessionRecord('a'), null);
    await current().beginSession(sessionRecord('b'), null);
    await current().beginSession(sessionRecord('c', { expiresAt: 1_500 }), null);
    await current().beginSession(sessionRecord('d', { person: { id: 'u-2', name: 'Piet', email: null } }), null);
    await current().endSessions(['b'], 1_800, 'signed-out');
    expect(await current().revokeSessions('u-1', 2_000)).toBe(1);
    expect((await all()).map(({ ended }) => ended)).toEqual([
      { at: 2_000, why: 'revoked' },
      { at: 1_800, why: 'revoked' },
      { at: 2_000, why: 'revoked' },
      null,
    ]);
    expect(await current().revokeSessions('u-1', 3_000)).toBe(0);
  });

  it('never sets back when a session was seen', async () => {
    await current().beginSession(sessionRecord('a'), null);
    await current().markSeen([{ id: 'a', at: 5_000 }]);
    await current().markSeen([{ id: 'a', at: 4_000 }]);
    await current().markSeen([]);
    expect((await all())[0]?.seenAt).toBe(5_000);
  });

  it('misses no change, however many write at once', async () => {
    const seen = new Set<string>();
    let change = 0;
    const look = async () => {
      const found = await current().sessionChanges(change);
      change = found.change;
      for (const { id } of found.sessions) seen.add(id);
    };
    const begun = Array.from({ length: 40 }, (_, i) => current().beginSession(sessionRecord(`s${i}`), null));
    for (let i = 0; i < 10; i++) await look();
    await Promise.all(begun);
    await look();
    expect(seen.size).toBe(40);
  });

  it('forgets those that would have ended by themselves', async () => {
    await current().beginSession(sessionRecord('a', { expiresAt: 10 }), null);
    await current().beginSession(sessionRecord('b', { expiresAt: 20 }), null);
    expect(await current().forgetSessions(20)).toBe(1);
    expect((await all()).map(({ id }) => id)).toEqual(['b']);
  });
}
