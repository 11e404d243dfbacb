import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SessionRecord } from '#lib/domain/access/session-record.ts';
import type { Caller } from '#lib/domain/control/request.ts';
import { createLog } from '#lib/log.ts';
import { openStore } from '#lib/store/open-store.ts';
import { type Store, StoreError } from '#lib/store/store.ts';
import { sessionRecord } from '#lib/store/testing/session-contract.ts';
import { Sessions } from './sessions.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let folder: string;
let store: Store;
let now: number;
let down: boolean;
let running: Sessions[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cellwatch-sessions-'));
  store = await openStore({ DATA_DIR: folder });
  now = 1_000_000_000;
  down = false;
  running = [];
});
afterEach(async () => {
  vi.useRealTimers();
  for (const one of running) await one.stop();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** One replica of several on the same store, which the test takes away. */
async function replica(): Promise<Sessions> {
  const shaky = new Proxy(store, {
    get: (of, name: keyof Store) =>
      down
        ? async () => {
            throw new StoreError('unavailable', 'The store is down.');
          }
        : of[name],
  });
  const sessions = new Sessions({ store: shaky, clock: { now: () => now }, log: createLog('error', () => {}), idleMs: HOUR });
  await sessions.start();
  running.push(sessions);
  return sessions;
}

const begun = (id: string, over: Partial<SessionRecord> = {}) =>
  sessionRecord(id, { createdAt: now, seenAt: now, expiresAt: now + 8 * HOUR, ...over });

const { person: OLGA } = sessionRecord('a');
const ADMIN: Caller = {
  person: { id: 'u-9', name: 'Ada Admin', email: null },
  grants: [{ role: 'admin' }],
  sessionId: 's-9',
  expiresAt: Number.MAX_SAFE_INTEGER,
  authenticatedAt: null,
  origin: { address: '192.0.2.9', userAgent: 'test' },
};

const HOLDS = { state: 'holds', confirmed: true };
const over = (why: string) => ({ state: 'over', why });

test('a session that nobody began is none', async () => {
  expect(await (await replica()).use('made-up')).toEqual(over('unknown'));
});

test('a session holds at once where it began, at every other replica, and after a restart', async () => {
  const [here, there] = [await replica(), await replica()];
  await here.begin(begun('a'), null);
  expect(await here.use('a')).toEqual(HOLDS);
  expect(await there.use('a')).toEqual(HOLDS);
  expect(await (await replica()).use('a')).toEqual(HOLDS);
});

test('a session is over 8 hours after the sign-in, however it is used', async () => {
  const sessions = await replica();
  await sessions.begin(begun('a'), null);
  for (let i = 0; i < 16; i++) {
    now += HOUR / 2 - 1;
    expect(await sessions.use('a')).toEqual(HOLDS);
  }
  now += 16;
  expect(await sessions.use('a')).toEqual(over('expired'));
});

test('a session of which nothing came for the idle time is over, and asking again does not bring it back', async () => {
  const sessions = await replica();
  await sessions.begin(begun('a'), null);
  now += HOUR;
  expect(await sessions.use('a')).toEqual(HOLDS);
  now += HOUR + 1;
  expect(await sessions.use('a')).toEqual(over('idle'));
  expect(await sessions.use('a')).toEqual(over('idle'));
});

test('when a session was seen is written once a minute, and known elsewhere and after a restart', async () => {
  vi.useFakeTimers({ toFake: ['setInterval'] });
  const [here, there] = [await replica(), await replica()];
  await here.begin(begun('a'), null);
  const written = vi.spyOn(store, 'markSeen');
  for (let i = 0; i < 120; i++) {
    now += 1_000;
    await here.use('a');
    await vi.advanceTimersByTimeAsync(1_000);
  }
  expect(written.mock.calls.filter(([seen]) => seen.length > 0)).toHaveLength(2);
  await there.confirm('a');
  expect(now - (there.find('a')?.seenAt ?? 0)).toBeLessThan(MINUTE);
  expect(now - ((await replica()).find('a')?.seenAt ?? 0)).toBeLessThan(MINUTE);
});

test('signing out ends the session here at once and at other replicas when they have asked', async () => {
  const [here, there] = [await replica(), await replica()];
  await here.begin(begun('a'), null);
  await there.use('a');
  await here.signOut('a');
  expect(await here.use('a')).toEqual(over('signed-out'));
  expect(await there.confirm('a')).toBe('signed-out');
  expect(await there.use('a')).toEqual(over('signed-out'));
});

test('a new sign-in in the same browser ends the session before', async () => {
  const sessions = await replica();
  await sessions.begin(begun('a'), null);
  await sessions.begin(begun('b'), 'a');
  expect(await sessions.use('a')).toEqual(over('signed-out'));
  expect(await sessions.use('b')).toEqual(HOLDS);
  expect(sessions.isWithdrawn('a')).toBe(false);
});

test('revoking ends all sessions of a person, and open streams of theirs at another replica within two seconds', async () => {
  const [here, there] = [await replica(), await replica()];
  await here.begin(begun('a'), null);
  await here.begin(begun('b'), null);
  await here.begin(begun('c', { person: { id: 'u-2', name: 'Piet', email: null } }), null);
  const closed: string[] = [];
  for (const id of ['a', 'b', 'c']) there.watch(id, () => closed.push(id));
  const leave = there.watch('a', () => closed.push('left'));
  leave();
  const began = performance.now();
  expect(await here.revoke(OLGA, ADMIN, 'a lost laptop')).toBe(2);
  expect(await here.use('a')).toEqual(over('revoked'));
  expect(here.isWithdrawn('b')).toBe(true);
  await vi.waitFor(() => expect(closed.sort()).toEqual(['a', 'b']), { timeout: 5_000, interval: 20 });
  expect(performance.now() - began).toBeLessThan(2_000);
  expect(here.list().map(({ id }) => id)).toEqual(['c']);
});

test('who signed whom out, and why, is written before any session ends, and after', async () => {
  const sessions = await replica();
  await sessions.begin(begun('a'), null);
  await sessions.revoke(OLGA, ADMIN, 'a lost laptop');
  expect(await store.searchAudit({ verb: 'sign-out-person' }, null, 10)).toMatchObject([
    { kind: 'result', person: ADMIN.person, text: 'Sign out Olga Operator everywhere: 1 session ended', detail: { ended: 1 } },
    {
      kind: 'intent',
      person: ADMIN.person,
      text: 'Sign out Olga Operator everywhere',
      reason: 'a lost laptop',
      detail: { sessions: ['a'] },
    },
  ]);
  vi.spyOn(store, 'appendAudit').mockRejectedValue(new StoreError('disk-full', 'The disk is full.'));
  await sessions.begin(begun('b'), null);
  await expect(sessions.revoke(OLGA, ADMIN, 'again')).rejects.toMatchObject({ code: 'disk-full' });
  expect(await sessions.use('b')).toEqual(HOLDS);
});

test('a session that somebody ended before counts as withdrawn once its person is signed out everywhere', async () => {
  const sessions = await replica();
  await sessions.begin(begun('a'), null);
  await sessions.signOut('a');
  expect(sessions.isWithdrawn('a')).toBe(false);
  await sessions.revoke(OLGA, ADMIN, 'a lost laptop');
  expect(sessions.isWithdrawn('a')).toBe(true);
});

test('while the store is down what is known holds, nothing is confirmed, and nobody is signed in or out by an admin', async () => {
  const sessions = await replica();
  await sessions.begin(begun('a'), null);
  await sessions.begin(begun('b'), null);
  await sessions.endElsewhere(['b']);
  down = true;
  expect(await sessions.use('a')).toMatchObject({ state: 'holds' });
  expect(await sessions.use('b')).toEqual(over('ended-elsewhere'));
  expect(await sessions.use('began-at-another-replica')).toEqual({ state: 'holds', confirmed: false });
  await expect(sessions.confirm('a')).rejects.toMatchObject({ code: 'unavailable' });
  await expect(sessions.begin(begun('c'), null)).rejects.toMatchObject({ code: 'unavailable' });
  await expect(sessions.revoke(OLGA, ADMIN, 'a lost laptop')).rejects.toMatchObject({ code: 'unavailable' });
});

test('a sign-out while the store is down holds at once, and everywhere when the store is back', async () => {
  const [here, there] = [await replica(), await replica()];
  await here.begin(begun('a'), null);
  down = true;
  await here.signOut('a');
  expect(await here.use('a')).toEqual(over('signed-out'));
  down = false;
  expect(await here.confirm('a')).toBe('signed-out');
  expect(await there.confirm('a')).toBe('signed-out');
});

test('a store that hangs holds nobody up for long', async () => {
  const sessions = await replica();
  await sessions.begin(begun('a'), null);
  const answer = Promise.withResolvers<never>();
  vi.spyOn(store, 'sessionChanges').mockReturnValue(answer.promise);
  const began = performance.now();
  expect(await sessions.use('a')).toMatchObject({ state: 'holds' });
  expect(await sessions.use('x')).toEqual({ state: 'holds', confirmed: false });
  expect(performance.now() - began).toBeLessThan(3_000);
  await expect(sessions.confirm('a')).rejects.toThrow('no answer within 2 s');
  answer.reject(new Error('gone'));
});
