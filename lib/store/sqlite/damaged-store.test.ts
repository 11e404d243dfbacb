import {
  closeSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { HealthChange, Store } from '../store.ts';
import { openSqlite } from './open-sqlite.ts';
import { walFault } from './wal-fault.ts';

const ROWS = 3_000;
const DATABASE = 'cellwatch.db';
const LOG = 'cellwatch.db-wal';

/** A folder as a crash left it: most in the database, the last changes in its log. */
let crashed: string;
let folder: string;
beforeAll(async () => {
  const running = mkdtempSync(join(tmpdir(), 'cellwatch-running-'));
  crashed = mkdtempSync(join(tmpdir(), 'cellwatch-crashed-'));
  let raw: DatabaseSync | null = null;
  const store = await openSqlite(running, (database) => {
    raw = database;
  });
  await store.recordChanges(Array.from({ length: ROWS }, (_, i) => change(`cell-${i}`, i)));
  (raw as DatabaseSync | null)?.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  for (let i = 0; i < 40; i++) await store.recordChanges([change('last', i)]);
  copy(running, crashed);
  await store.close();
  rmSync(running, { recursive: true });
});
afterAll(() => rmSync(crashed, { recursive: true }));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cellwatch-damaged-'));
  copy(crashed, folder);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function change(cell: string, at: number): HealthChange {
  return { cell, at, from: 'healthy', to: 'critical', reason: 'x'.repeat(200) };
}

function copy(from: string, to: string) {
  for (const name of [DATABASE, LOG, 'cellwatch.db-shm']) copyFileSync(join(from, name), join(to, name));
}

const size = (name: string) => statSync(join(folder, name)).size;
const contents = () => new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name)).toString('base64')]));

function spoil(name: string, at: number, bytes = 64) {
  const file = openSync(join(folder, name), 'r+');
  writeSync(file, Buffer.alloc(bytes, 0xa5), 0, bytes, at);
  closeSync(file);
}

/** As it is left when it was closed in order: all of it in one file. */
function withoutLog() {
  const database = new DatabaseSync(join(folder, DATABASE));
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
}

const DAMAGES: Record<string, () => void> = {
  'whose head is broken': () => {
    withoutLog();
    spoil(DATABASE, 0);
  },
  'whose head names another size of pages': () => {
    withoutLog();
    spoil(DATABASE, 16, 2);
  },
  'with a broken page in its midst': () => spoil(DATABASE, 4096 * 20, 4096),
  'with a broken page at its end': () => {
    withoutLog();
    spoil(DATABASE, size(DATABASE) - 4096, 4096);
  },
  'that was cut in half': () => truncateSync(join(folder, DATABASE), Math.floor(size(DATABASE) / 8192) * 4096),
  'that is empty beside its log': () => truncateSync(join(folder, DATABASE), 0),
  'that is gone beside its log': () => rmSync(join(folder, DATABASE)),
  'whose log has a broken head': () => spoil(LOG, 0, 32),
  'whose log has a broken sum in its head': () => spoil(LOG, 24, 4),
  'whose log is broken in its midst': () => spoil(LOG, Math.floor(size(LOG) / 2)),
  'whose log has another byte in a page': () => spoil(LOG, 32 + 24 + 100, 1),
  'whose log has a broken frame': () => spoil(LOG, 32 + (24 + 4096) * 7, 24),
};

describe.each(Object.keys(DAMAGES))('a store %s', (what) => {
  it('is refused in one line that says where it is and what to do, and is left as it is', async () => {
    DAMAGES[what]?.();
    const before = contents();
    const error: Error = await openSqlite(folder).then(
      () => Promise.reject(new Error('it was opened')),
      (thrown) => thrown,
    );
    expect(error).toMatchObject({ name: 'StoreError', code: 'corrupt' });
    expect(error.message).toMatch(/Restore a backup|restore a backup/);
    expect(error.message).toContain('away, and Cellwatch starts with');
    expect(error.message).toContain(join(folder, DATABASE));
    expect(error.message).not.toContain('\n');
    for (const name of [DATABASE, LOG])
      if (before.has(name)) expect([name, contents().get(name) === before.get(name)]).toEqual([name, true]);
  });
});

describe('a store that a crash left', () => {
  const newest = async (store: Store) => {
    const [found] = await store.changesOf('last', 0, 1);
    await store.close();
    return found?.at;
  };

  it('has all that was acknowledged', async () => {
    expect(walFault(join(folder, LOG))).toBeNull();
    expect(await newest(await openSqlite(folder))).toBe(39);
  });

  it('is no damage where the end of its log is missing or half written: that was not acknowledged', async () => {
    truncateSync(join(folder, LOG), size(LOG) - 100);
    expect(await newest(await openSqlite(folder))).toBe(38);
    copy(crashed, folder);
    spoil(LOG, size(LOG) - 64);
    expect(await newest(await openSqlite(folder))).toBe(38);
  });

  it('starts without its log, where that is what somebody wants', async () => {
    rmSync(join(folder, LOG));
    rmSync(join(folder, 'cellwatch.db-shm'));
    expect(await newest(await openSqlite(folder))).toBeUndefined();
  });
});

describe('at start', () => {
  it('a damaged lock is told apart from one that another has', async () => {
    writeFileSync(join(folder, 'cellwatch.lock'), 'garbage '.repeat(200));
    await expect(openSqlite(folder)).rejects.toMatchObject({ code: 'corrupt', message: expect.stringContaining('remove it') });
    rmSync(join(folder, 'cellwatch.lock'));
    await (await openSqlite(folder)).close();
  });

  it('a database that another program keeps locked is told as that', async () => {
    const other = new DatabaseSync(join(folder, DATABASE));
    other.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; DELETE FROM health_change WHERE at < 0');
    await expect(openSqlite(folder)).rejects.toMatchObject({ code: 'locked', message: expect.stringContaining('Another program') });
    other.close();
  });

  it('a folder in the place of the file is told with what it needs', async () => {
    rmSync(folder, { recursive: true });
    mkdirSync(join(folder, DATABASE), { recursive: true });
    await expect(openSqlite(folder)).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining(folder) });
  });
});

describe('while it is open', () => {
  it('a page that breaks fails what needs it, with words, and nothing else', async () => {
    let raw: DatabaseSync | null = null;
    const store = await openSqlite(folder, (database) => {
      raw = database;
    });
    const database = raw as DatabaseSync | null;
    database?.exec('PRAGMA wal_checkpoint(TRUNCATE); PRAGMA cache_size = 0');
    await store.saveSnapshot('fleet', 1, new Uint8Array(3_000_000));
    database?.exec('PRAGMA wal_checkpoint(TRUNCATE); PRAGMA shrink_memory');
    for (let page = 30; page < 90; page++) spoil(DATABASE, 4096 * page, 4096);
    database?.exec('PRAGMA shrink_memory');
    const read = Promise.all(Array.from({ length: 50 }, (_, i) => store.changesOf(`cell-${i * 50}`, 0, 10)));
    await expect(read).rejects.toMatchObject({ name: 'StoreError', code: 'corrupt' });
    await store.appendAudit([]);
    await store.close();
  });

  it('another program that locks it is waited for briefly, and told; it is used again after', async () => {
    const store = await openSqlite(folder);
    const other = new DatabaseSync(join(folder, DATABASE));
    other.exec('BEGIN IMMEDIATE');
    const began = performance.now();
    await expect(store.recordChanges([change('a', 1)])).rejects.toMatchObject({ code: 'locked' });
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(await store.changesOf('last', 0, 1)).toHaveLength(1);
    other.exec('COMMIT');
    other.close();
    await store.recordChanges([change('a', 1)]);
    expect(await store.changesOf('a', 0, 1)).toHaveLength(1);
    await store.close();
  });

  it('tells the fault after which SQLite rolled back by itself, as on a full disk, not that there is nothing to roll back', async () => {
    const store = await openSqlite(folder, (database) =>
      database.exec("CREATE TEMP TRIGGER full BEFORE INSERT ON health_change BEGIN SELECT RAISE(ROLLBACK, 'the first fault'); END"),
    );
    await expect(store.recordChanges([change('a', 1)])).rejects.toThrow('the first fault');
    await store.close();
  });

  it('without room it refuses to write, reads on, and writes again when there is room', async () => {
    let raw: DatabaseSync | null = null;
    const store = await openSqlite(folder, (database) => {
      raw = database;
    });
    const database = raw as DatabaseSync | null;
    database?.exec('PRAGMA max_page_count = 1');
    await expect(store.saveSnapshot('fleet', 1, new Uint8Array(1_000_000))).rejects.toMatchObject({ code: 'disk-full' });
    expect(await store.changesOf('last', 0, 1)).toHaveLength(1);
    database?.exec('PRAGMA max_page_count = 1000000');
    await store.saveSnapshot('fleet', 1, new Uint8Array(1_000_000));
    await store.close();
  });
});
