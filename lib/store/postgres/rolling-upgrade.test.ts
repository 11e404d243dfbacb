import type { Kysely, Migration } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrations } from '../migrations.ts';
import type { Tables } from '../schema.ts';
import { auditEntry, storedAction } from '../testing/control-contract.ts';
import { PostgresServer } from '../testing/postgres-server.ts';
import { verifyAudit } from '../verify-audit.ts';
import { openPostgres } from './open-postgres.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await PostgresServer.start();
}, 60_000);
afterAll(() => server.remove());

const OURS = migrations({ engine: 'postgresql', text: 'text collate "C"', bytes: 'bytea', identity: 'bigserial' });
/** What a later Cellwatch may do to the schema. */
const later = (name: string): Record<string, Migration> => ({
  ...OURS,
  [name]: {
    async up(db: Kysely<Tables>) {
      await db.schema.alterTable('action').addColumn('weather', 'text').execute();
      await db.schema.createTable('forecast').addColumn('id', 'text').execute();
    },
  },
});

it('goes on beside a newer program that only added to the schema, and starts beside it', async () => {
  const address = await server.newDatabase();
  const before = await openPostgres(address, OURS);
  await before.appendAudit([auditEntry('a')]);
  const newer = await openPostgres(address, later('9998-weather+'));
  const after = await openPostgres(address, OURS);
  await Promise.all([before, newer, after].map((store, i) => store.appendAudit([auditEntry(`entry ${i}`)])));
  await after.recordIntent(storedAction('act-1'), [], ['router']);
  for (const store of [before, newer, after]) {
    expect((await store.findAction('act-1'))?.action.id).toBe('act-1');
    expect(await verifyAudit(store)).toMatchObject({ ok: true, head: { count: 4 } });
    await store.close();
  }
});

it('does not start beside a newer program that changed the schema, and names the change', async () => {
  const address = await server.newDatabase();
  await (await openPostgres(address, later('9998-weather'))).close();
  const opened = openPostgres(address, OURS);
  await expect(opened).rejects.toMatchObject({ code: 'newer-schema', message: expect.stringContaining('9998-weather') });
});

it('starts as the first of the newer ones while the older ones are at work', async () => {
  const address = await server.newDatabase();
  const before = await openPostgres(address, OURS);
  let at = 0;
  let failed: unknown = null;
  const working = (async () => {
    for (; at < 50 && !failed; at++) await before.appendAudit([auditEntry(`entry ${at}`)]).catch((error) => (failed = error));
  })();
  const started = await Promise.all([1, 2, 3].map(() => openPostgres(address, later('9998-weather+'))));
  await working;
  expect(failed).toBeNull();
  expect(await verifyAudit(before)).toMatchObject({ ok: true, head: { count: 50 } });
  await Promise.all([before, ...started].map((store) => store.close()));
});
