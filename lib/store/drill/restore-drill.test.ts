import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStore } from '../open-store.ts';
import type { Store } from '../store.ts';
import { auditEntry, storedAction } from '../testing/control-contract.ts';
import { PostgresServer } from '../testing/postgres-server.ts';

let server: PostgresServer;
let folder: string;
beforeAll(async () => {
  server = await PostgresServer.start();
  folder = mkdtempSync(join(tmpdir(), 'drill-'));
}, 60_000);
afterAll(async () => {
  await server.remove();
  rmSync(folder, { recursive: true });
});

function drill(environment: Record<string, string>) {
  const script = fileURLToPath(new URL('../../../scripts/restore-drill.ts', import.meta.url));
  const env = { ...process.env, PATH: `${server.programs}:${process.env.PATH}`, ...environment };
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8', env });
  return { status, output: stdout + stderr };
}

async function fill(store: Store): Promise<void> {
  await store.appendAudit(Array.from({ length: 50 }, (_, i) => auditEntry(`e${i + 1}`, { at: i })));
  await store.recordIntent(storedAction('act-1'), [auditEntry('begun')], ['router']);
}

it('restores a backup of a folder that is in use, with all that was committed', async () => {
  const store = await openStore({ DATA_DIR: folder });
  await fill(store);
  const { status, output } = drill({ DATA_DIR: folder, DATABASE_URL: '' });
  await store.close();
  expect(output).toMatch(/Audit log before: 51:(\w{64}); restored: 51:\1\nActions without an outcome before: 1; restored: 1\n/);
  expect({ status, output }).toMatchObject({ status: 0, output: expect.stringContaining('all is there') });
}, 30_000);

it('restores a dump of a database into an empty one, which keeps its log from being changed', async () => {
  const address = await server.newDatabase();
  const into = await server.newDatabase();
  const store = await openStore({ DATA_DIR: '/nowhere', DATABASE_URL: address });
  await fill(store);
  const { status, output } = drill({ DATABASE_URL: address, RESTORE_DATABASE_URL: into });
  await store.close();
  expect({ status, output }).toMatchObject({ status: 0, output: expect.stringContaining('all is there') });
  await expect(server.query('DELETE FROM audit_entry', into)).rejects.toThrow('append-only');
}, 30_000);

it('says what it can not do, without a password', async () => {
  const address = await server.newDatabase();
  await (await openStore({ DATA_DIR: '/nowhere', DATABASE_URL: address })).close();
  const { status, output } = drill({ DATABASE_URL: address, RESTORE_DATABASE_URL: address });
  expect({ status, output }).toMatchObject({ status: 2, output: expect.stringContaining('pg_restore failed') });
  expect(output).not.toContain(new URL(address).password);
  expect(drill({ DATABASE_URL: address, RESTORE_DATABASE_URL: '' })).toMatchObject({ status: 2 });
}, 30_000);
