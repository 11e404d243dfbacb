import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { openStore } from '../open-store.ts';
import type { Store } from '../store.ts';
import { auditEntry } from '../testing/control-contract.ts';
import { PostgresServer } from '../testing/postgres-server.ts';
import { verifyAudit } from '../verify-audit.ts';

/** What a call may take that the server does not answer: to wait for a connection, then for the statement, and some for a busy machine. */
const FAILS_WITHIN_MS = 12_000;
const unavailable = { name: 'StoreError', code: 'unavailable' };

let server: PostgresServer;
let address: string;
let store: Store;
beforeAll(async () => {
  server = await PostgresServer.start();
}, 60_000);
afterAll(() => server.remove());
beforeEach(async () => {
  address = await server.newDatabase();
  store = await openStore({ DATA_DIR: '/nowhere', DATABASE_URL: address });
}, 60_000);
afterEach(() => store.close());

const append = (id: string) => store.appendAudit([auditEntry(id)]);
const ids = async () => (await store.searchAudit({}, null, 100)).map(({ id }) => id);

/** Fails soon, many at once too, and says so. */
async function expectDown(): Promise<void> {
  const started = performance.now();
  const calls = Array.from({ length: 15 }, (_, i) => (i % 2 ? append(`lost-${i}`) : store.chainHead()));
  for (const outcome of await Promise.allSettled(calls)) expect(outcome).toMatchObject({ status: 'rejected', reason: unavailable });
  expect(performance.now() - started).toBeLessThan(FAILS_WITHIN_MS);
}

it('fails while the server is gone, however it went, and works when it is back', async () => {
  await append('before');
  await Promise.all(Array.from({ length: 8 }, () => store.chainHead()));
  for (const round of [1, 2]) {
    await server.stop();
    await expectDown();
    await server.start();
    await append(`after-${round}`);
  }
  expect(await ids()).toEqual(['after-2', 'after-1', 'before']);
  expect((await verifyAudit(store)).ok).toBe(true);
}, 90_000);

it('fails within seconds when the server says nothing any more, and works when it speaks again', async () => {
  await append('before');
  await Promise.all(Array.from({ length: 8 }, () => store.chainHead()));
  server.freeze();
  await expectDown();
  server.thaw();
  await expect
    .poll(
      () =>
        append('after').then(
          () => true,
          () => false,
        ),
      { timeout: 15_000 },
    )
    .toBe(true);
  const kept = await ids();
  expect(kept).toContain('before');
  expect(kept).toContain('after');
  expect((await verifyAudit(store)).ok).toBe(true);
}, 90_000);

it('survives losing connections that nobody uses, and one amid a transaction', async () => {
  const kill = () => server.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'cellwatch'");
  await Promise.all(Array.from({ length: 8 }, () => store.chainHead()));
  await kill();
  await expect
    .poll(
      () =>
        append('again').then(
          () => true,
          () => false,
        ),
      { timeout: 5_000 },
    )
    .toBe(true);
  const holder = server.query('begin; lock table audit_head; select pg_sleep(1.5)', address);
  await waitFor("select 1 from pg_stat_activity where wait_event = 'PgSleep'");
  const waiting = append('cut').then(
    () => null,
    (error: unknown) => error,
  );
  await waitFor("select 1 from pg_stat_activity where application_name = 'cellwatch' and wait_event_type = 'Lock'");
  await kill();
  expect(await waiting).toMatchObject(unavailable);
  await holder;
  await append('end');
  expect(await ids()).toEqual(['end', 'again']);
}, 60_000);

it('gives up a statement that waits too long for a lock, and keeps nothing of it', async () => {
  const holder = server.query('begin; lock table audit_head; select pg_sleep(7)', address);
  await waitFor("select 1 from pg_stat_activity where wait_event = 'PgSleep'");
  await expect(append('late')).rejects.toMatchObject({ ...unavailable, message: expect.stringContaining('took too long') });
  await holder;
  await append('next');
  expect(await ids()).toEqual(['next']);
}, 60_000);

it('closes although the server says nothing any more', async () => {
  server.freeze();
  const started = performance.now();
  await store.close();
  expect(performance.now() - started).toBeLessThan(5_000);
  server.thaw();
}, 60_000);

async function waitFor(question: string): Promise<void> {
  await expect.poll(async () => (await server.query(question)).rowCount, { timeout: 10_000 }).toBeGreaterThan(0);
}
