import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import { storeContract } from '../contract.ts';
import { openStore } from '../open-store.ts';
import { StoreError } from '../store.ts';
import { sqliteError } from './sqlite-error.ts';

const folders: string[] = [];
const newFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'cellwatch-store-'));
  folders.push(folder);
  return folder;
};
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

storeContract('SQLite', async () => {
  const folder = newFolder();
  return { open: () => openStore({ DATA_DIR: folder }), remove: async () => {} };
});

/** Starts a process that writes; resolves once it has acknowledged a few rows. */
async function writer(folder: string): Promise<{ child: ChildProcess; acknowledged: () => number }> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('../testing/write-until-killed.ts', import.meta.url)), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout?.on('data', (chunk) => {
    printed += chunk;
  });
  while (printed.split('\n').length < 20) {
    if (child.exitCode !== null) throw new Error('the writer ended by itself');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return { child, acknowledged: () => Number(printed.slice(0, printed.lastIndexOf('\n')).split('\n').at(-1)) };
}

it('loses no acknowledged change when the process is killed, and opens at once afterwards', async () => {
  const folder = newFolder();
  for (let round = 0; round < 3; round++) {
    const { child, acknowledged } = await writer(folder);
    child.kill('SIGKILL');
    await once(child, 'close');
    const store = await openStore({ DATA_DIR: folder });
    const [newest] = await store.changesOf('a', 0, 1);
    expect(newest?.at).toBeGreaterThanOrEqual(acknowledged());
    await store.forgetChanges(Number.MAX_SAFE_INTEGER);
    await store.close();
  }
});

it('refuses a second process, naming the first', async () => {
  const folder = newFolder();
  const { child } = await writer(folder);
  await expect(openStore({ DATA_DIR: folder })).rejects.toMatchObject({
    code: 'locked',
    message: expect.stringContaining(`Process ${child.pid} uses the store`),
  });
  child.kill('SIGKILL');
  await once(child, 'close');
});

it('says that a damaged store is damaged, and what to do', async () => {
  const folder = newFolder();
  writeFileSync(join(folder, 'cellwatch.db'), 'this is no database, '.repeat(1_000));
  await expect(openStore({ DATA_DIR: folder })).rejects.toMatchObject({
    code: 'corrupt',
    message: expect.stringContaining('Restore a backup'),
  });
});

it('refuses a store that a newer version has migrated', async () => {
  const folder = newFolder();
  await (await openStore({ DATA_DIR: folder })).close();
  const database = new DatabaseSync(join(folder, 'cellwatch.db'));
  database.exec("INSERT INTO kysely_migration VALUES ('9999-from-the-future', '2030-01-01')");
  database.close();
  await expect(openStore({ DATA_DIR: folder })).rejects.toMatchObject({ code: 'newer-schema' });
});

it('says that a folder can not be made', async () => {
  const file = join(newFolder(), 'file');
  writeFileSync(file, '');
  await expect(openStore({ DATA_DIR: join(file, 'data') })).rejects.toMatchObject({ code: 'unavailable' });
});

it('says that a full disk is full', () => {
  const full = Object.assign(new Error('database or disk is full'), { errcode: 13 });
  expect(sqliteError(full, '/data')).toBeInstanceOf(StoreError);
  expect(sqliteError(full, '/data')).toMatchObject({ code: 'disk-full' });
});
