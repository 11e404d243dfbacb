import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../open-store.ts';
import { auditEntry, storedAction } from '../testing/control-contract.ts';
import { PostgresServer } from '../testing/postgres-server.ts';
import { verifyAudit } from '../verify-audit.ts';
import { readPostgres } from './open-postgres.ts';

const ROLE = 'cellwatch';
const PASSWORD = 'hunter2';

let server: PostgresServer;
beforeAll(async () => {
  server = await PostgresServer.start();
  await server.query(`create role ${ROLE} login password '${PASSWORD}'`);
}, 60_000);
afterAll(() => server.remove());

const open = (address: string) => openStore({ DATA_DIR: '/nowhere', DATABASE_URL: address });
const name = (address: string) => new URL(address).pathname.slice(1);
const verify = async (address: string) => {
  const store = await readPostgres(address);
  return verifyAudit(store).finally(() => store.close());
};

/** A store with five entries, made by the role that Cellwatch has, to whom all its tables belong. */
async function filled(): Promise<string> {
  const database = name(await server.newDatabase(`owner ${ROLE}`));
  const address = server.address(database, ROLE, PASSWORD);
  const store = await open(address);
  await store.appendAudit(Array.from({ length: 5 }, (_, i) => auditEntry(`e${i + 1}`, { at: i })));
  await store.close();
  return address;
}

describe('the database refuses the role of Cellwatch', () => {
  let address: string;
  beforeAll(async () => {
    address = await filled();
  });

  it.each([
    ['to change an entry', "UPDATE audit_entry SET body = '{}' WHERE seq = 2"],
    ['to remove an entry', 'DELETE FROM audit_entry WHERE seq = 5'],
    ['to remove all', 'DELETE FROM audit_entry'],
    ['to empty the log', 'TRUNCATE audit_entry'],
    [
      'to replace an entry',
      "INSERT INTO audit_entry VALUES (6, 'e2', 1, 'v', null, '', '', '', '{}', 'h') ON CONFLICT (id) DO UPDATE SET body = '{}'",
    ],
    ['an entry that leaves a gap', "INSERT INTO audit_entry VALUES (7, 'z', 1, 'v', null, '', '', '', '{}', 'h')"],
    [
      'an entry that leaves a gap, behind a table of its own',
      "CREATE TEMP TABLE audit_entry (seq bigint); INSERT INTO audit_entry VALUES (6); INSERT INTO public.audit_entry VALUES (7, 'z', 1, 'v', null, '', '', '', '{}', 'h')",
    ],
    ['to move the end back', 'UPDATE audit_head SET count = 4'],
    ['to say another end', "UPDATE audit_head SET hash = 'x'"],
    ['to remove the end', 'DELETE FROM audit_head'],
    ['to empty the end', 'TRUNCATE audit_head'],
    ['a second end', "INSERT INTO audit_head VALUES ('other', 0, 'x')"],
    ['to let triggers rest', 'SET session_replication_role = replica'],
  ])('%s', async (_what, statement) => {
    await expect(server.query(statement, address)).rejects.toThrow(/append-only|permission denied/);
    expect(await verify(address)).toMatchObject({ ok: true, head: { count: 5 } });
  });
});

it('runs as a role that only uses tables of another, and so may not drop their triggers', async () => {
  const owned = await server.newDatabase();
  await (await open(owned)).close();
  await server.query(
    `grant select, insert, update, delete on all tables in schema public to ${ROLE};
     grant usage on all sequences in schema public to ${ROLE};
     revoke update, delete on audit_entry from ${ROLE};
     revoke insert, delete on audit_head from ${ROLE}`,
    owned,
  );
  const address = server.address(name(owned), ROLE, PASSWORD);
  const store = await open(address);
  await store.recordIntent(storedAction('act-1'), [auditEntry('a')], ['router']);
  await store.recordChanges([{ cell: 'a', at: 1, from: null, to: 'healthy', reason: '' }]);
  await store.addOwnCalls([{ day: '2026-11-24', priceClass: 'free', units: 1, since: 1 }]);
  await store.saveSnapshot('fleet', 1, Uint8Array.of(1));
  expect(await verifyAudit(store)).toMatchObject({ ok: true, head: { count: 1 } });
  await store.close();
  await expect(server.query('DROP TRIGGER audit_entry_no_change ON audit_entry', address)).rejects.toThrow('must be owner');
});

describe('whoever gets past that is found out', () => {
  it.each([
    ['a changed text', "UPDATE audit_entry SET body = replace(body, 'Halt', 'Hail') WHERE seq = 2", 2, 'altered'],
    ['a changed column', 'UPDATE audit_entry SET at = 99 WHERE seq = 3', 3, 'altered'],
    ['a removed entry', 'DELETE FROM audit_entry WHERE seq = 3', 3, 'missing'],
    ['a cut-off end', 'DELETE FROM audit_entry WHERE seq > 3', 4, 'missing'],
  ] as const)('by %s', async (_what, statement, seq, what) => {
    const address = await filled();
    await server.query(`ALTER TABLE audit_entry DISABLE TRIGGER USER; ${statement}`, address);
    expect(await verify(address)).toMatchObject({ ok: false, fault: { seq, what } });
    await server.dropDatabase(address);
  });
});

describe('npm run audit:verify', () => {
  const run = (databaseUrl: string) => {
    const script = fileURLToPath(new URL('../../../scripts/verify-audit.ts', import.meta.url));
    const { status, stdout, stderr } = spawnSync(process.execPath, [script], {
      encoding: 'utf8',
      env: { ...process.env, DATABASE_URL: databaseUrl },
    });
    return { status, output: stdout + stderr };
  };

  it('reads the database that DATABASE_URL names', async () => {
    const address = await filled();
    expect(run(address)).toEqual({ status: 0, output: expect.stringMatching(/intact: 5 entries, head 5:[0-9a-f]{64}\n$/) });
    await server.query('ALTER TABLE audit_entry DISABLE TRIGGER USER; DELETE FROM audit_entry WHERE seq = 4', address);
    expect(run(address)).toMatchObject({ status: 1, output: expect.stringContaining('NOT intact (missing)') });
  });

  it('says what it can not read, without the password', async () => {
    const { status, output } = run(server.address('nowhere', ROLE, PASSWORD));
    expect(status).toBe(2);
    expect(output).toContain('refuses Cellwatch');
    expect(output).not.toContain(PASSWORD);
    expect(run(await server.newDatabase())).toEqual({ status: 2, output: expect.stringContaining('There is no store in PostgreSQL at') });
  });
});

it('refuses to be written where it was opened to be read', async () => {
  const address = await filled();
  const store = await readPostgres(address);
  await expect(store.appendAudit([auditEntry('x')])).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining("can't be written"),
  });
  await store.close();
});
