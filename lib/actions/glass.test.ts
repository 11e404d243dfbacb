import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Grant } from '#lib/domain/access/access.ts';
import type { BrokenGlassView } from '#lib/domain/access/broken-glass.ts';
import type { Caller } from '#lib/domain/control/request.ts';
import { createLog } from '#lib/log.ts';
import { Journal } from '#lib/store/journal.ts';
import { openStore } from '#lib/store/open-store.ts';
import { type Store, StoreError } from '#lib/store/store.ts';
import { Glass } from './glass.ts';
import { Ledger } from './ledger.ts';

const MINUTE = 60_000;
const ONCALL: Grant[] = [{ role: 'viewer' }, { role: 'operator', environments: ['production'], breakGlass: true }];

let folder: string;
let opened: Store;
let now: number;
let down: boolean;
let told: (readonly BrokenGlassView[])[];
let logged: string[];
let glass: Glass;

/** A replica of its own on the same store. */
function replica(freshSignInMs: number | null = null): Glass {
  const log = createLog('warn', (line) => void logged.push(line));
  const failing = <T>(work: () => Promise<T>): Promise<T> =>
    down ? Promise.reject(new StoreError('unavailable', 'The store is down.')) : work();
  const store: Store = {
    ...opened,
    keepGlass: (...given) => failing(() => opened.keepGlass(...given)),
    openGlasses: () => failing(() => opened.openGlasses()),
    appendAudit: (...given) => failing(() => opened.appendAudit(...given)),
  };
  return new Glass({
    store,
    ledger: new Ledger(store, new Journal(folder), log),
    clock: { now: () => now },
    log,
    lastsMs: 60 * MINUTE,
    freshSignInMs,
    announce: (broken) => void told.push(broken),
  });
}

const caller = (grants: readonly Grant[] = ONCALL, id = 'omar'): Caller => ({
  person: { id, name: id, email: null },
  grants,
  sessionId: `session-${id}`,
  expiresAt: now + 8 * 60 * MINUTE,
  authenticatedAt: now - MINUTE,
  origin: { address: '192.0.2.1', userAgent: null },
});
const story = async () =>
  (await opened.searchAudit({}, null, 50)).reverse().map(({ kind, person, text }) => `${kind} ${person?.id}: ${text}`);

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cellwatch-glass-'));
  opened = await openStore({ DATA_DIR: folder });
  [now, down, told, logged] = [Date.UTC(2026, 10, 24), false, [], []];
  glass = replica();
});
afterEach(async () => {
  await opened.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('breaking the glass', () => {
  it('is told to everybody, to the log and to the audit log, and lasts for a time', async () => {
    const broken = await glass.break('all cells down', caller());
    expect(broken).toMatchObject({ roles: ['operator in production'], reason: 'all cells down', endsAt: now + 60 * MINUTE });
    expect(glass.of({ id: 'omar' })?.id).toBe(broken.id);
    expect(glass.of({ id: 'else' })).toBeNull();
    expect(told).toEqual([[broken]]);
    expect(logged.some((line) => line.includes('the glass was broken') && line.includes('"warn"'))).toBe(true);
    now += 60 * MINUTE;
    expect(glass.of({ id: 'omar' })).toBeNull();
    await glass.ask();
    await glass.ask();
    expect(told.at(-1)).toEqual([]);
    expect(await story()).toEqual([
      'glass omar: Broke the glass: operator in production',
      'glass undefined: The glass that omar broke is whole again: its time is over',
    ]);
  });

  it('lasts no longer than the session, and is one however often it is asked for', async () => {
    const short = { ...caller(), expiresAt: now + 5 * MINUTE };
    const broken = await glass.break('fire', short);
    expect(broken.endsAt).toBe(now + 5 * MINUTE);
    expect((await glass.break('again', short)).id).toBe(broken.id);
    expect(await story()).toHaveLength(1);
  });

  it('is for whoever has a role behind it, with a sign-in that is fresh where that is wanted', async () => {
    await expect(glass.break('fire', caller([{ role: 'admin' }]))).rejects.toMatchObject({ code: 'not-permitted' });
    const strict = replica(5 * MINUTE);
    await expect(strict.break('fire', { ...caller(), authenticatedAt: now - 6 * MINUTE })).rejects.toMatchObject({ code: 'sign-in-again' });
    await expect(strict.break('fire', { ...caller(), authenticatedAt: null })).rejects.toMatchObject({ code: 'sign-in-again' });
    expect((await strict.break('fire', caller())).reason).toBe('fire');
  });
});

describe('a broken glass', () => {
  it('is ended by its person or an admin, and by nobody else', async () => {
    const { id } = await glass.break('fire', caller());
    await expect(glass.end(id, caller([{ role: 'operator' }], 'olga'))).rejects.toMatchObject({ code: 'not-permitted' });
    await expect(glass.end(id, caller([{ role: 'admin', breakGlass: true }], 'eve'))).rejects.toMatchObject({ code: 'not-permitted' });
    await glass.end(id, caller([{ role: 'admin' }], 'ada'));
    expect(glass.list()).toEqual([]);
    await expect(glass.end(id, caller())).rejects.toMatchObject({ code: 'no-such-glass' });
    const second = await glass.break('fire', caller());
    await glass.end(second.id, caller());
    expect((await story()).filter((line) => line.includes('whole again'))).toEqual([
      'glass ada: The glass that omar broke is whole again',
      'glass omar: The glass that omar broke is whole again',
    ]);
  });

  it('is known at every replica, and ends at all of them, with one entry', async () => {
    const other = replica();
    const { id } = await glass.break('fire', caller());
    await other.ask();
    expect(other.of({ id: 'omar' })?.id).toBe(id);
    now += 60 * MINUTE;
    await Promise.all([glass.ask(), other.ask()]);
    await Promise.all([glass.ask(), other.ask()]);
    expect([glass.list(), other.list()]).toEqual([[], []]);
    expect(await story()).toHaveLength(2);
  });

  it('survives a restart', async () => {
    const { id } = await glass.break('fire', caller());
    const next = replica();
    await next.ask();
    expect(next.of({ id: 'omar' })?.id).toBe(id);
  });

  it('can be broken and ended while the store is down, and stands in the log when it is back', async () => {
    down = true;
    const { id } = await glass.break('fire', caller());
    expect(glass.of({ id: 'omar' })?.id).toBe(id);
    await expect(glass.ask()).rejects.toThrow('down');
    expect(glass.of({ id: 'omar' })?.id).toBe(id);
    down = false;
    // The ledger asks a store that was down again after a moment.
    await new Promise((resolve) => setTimeout(resolve, 5_100));
    await glass.ask();
    expect((await opened.openGlasses()).map((one) => one.id)).toEqual([id]);
    expect(await story()).toEqual(['glass omar: Broke the glass: operator in production']);
    expect(glass.of({ id: 'omar' })?.id).toBe(id);
  }, 15_000);
});
