import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storeContract } from '../contract.ts';
import { openStore } from '../open-store.ts';
import type { Store } from '../store.ts';
import { auditEntry } from '../testing/control-contract.ts';
import { PostgresServer } from '../testing/postgres-server.ts';
import { verifyAudit } from '../verify-audit.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await PostgresServer.start();
}, 60_000);
afterAll(() => server.remove());

const open = (address: string) => openStore({ DATA_DIR: '/nowhere', DATABASE_URL: address });
const refusal = (address: string) =>
  open(address).then(
    () => null,
    (error: unknown) => error,
  );

storeContract('PostgreSQL', async () => {
  const address = await server.newDatabase();
  return { open: () => open(address), remove: () => server.dropDatabase(address) };
});

describe('replicas that share a database', () => {
  const replicas = async (count: number, work: (stores: Store[]) => Promise<void>, options?: string) => {
    const address = await server.newDatabase();
    if (options) await server.query(`alter database ${new URL(address).pathname.slice(1)} set ${options}`);
    const stores = await Promise.all(Array.from({ length: count }, () => open(address)));
    await work(stores).finally(() => Promise.all(stores.map((store) => store.close())));
    await server.dropDatabase(address);
  };

  it.each([
    ['start together on an empty database, and never fork the audit chain', undefined],
    ['nor where the database would isolate transactions from what others commit', "default_transaction_isolation = 'serializable'"],
  ])('%s', (_what, options) =>
    replicas(
      4,
      async (stores) => {
        await Promise.all(
          stores.map(async (store, s) => {
            for (let i = 0; i < 15; i++) await store.appendAudit([auditEntry(`a${s}-${i}`), auditEntry(`b${s}-${i}`), auditEntry('same')]);
          }),
        );
        for (const store of stores) expect(await verifyAudit(store)).toMatchObject({ ok: true, head: { count: 121 } });
      },
      options,
    ),
  );

  it('add to the same counts in any order', () =>
    replicas(2, async ([a, b]) => {
      const calls = ['2026-11-23', '2026-11-24', '2026-11-25'].map((day) => ({ day, priceClass: 'metrics' as const, units: 1, since: 5 }));
      for (let i = 0; i < 50; i++) await Promise.all([a?.addOwnCalls(calls), b?.addOwnCalls(calls.toReversed())]);
      expect((await a?.ownCalls(''))?.map(({ units }) => units)).toEqual([100, 100, 100]);
    }));
});

describe('opening a store says what is wrong, and never the password:', () => {
  const hidden = async (address: string) => {
    const error = await refusal(address);
    const { password } = new URL(address);
    expect(`${error}${JSON.stringify(error)}${(error as Error).stack}${(error as { cause?: Error }).cause?.stack}`).not.toContain(password);
    return error;
  };

  it('nobody listens', async () => {
    expect(await hidden('postgres://me:hunter2@127.0.0.1:1/cellwatch')).toMatchObject({
      name: 'StoreError',
      code: 'unavailable',
      message: expect.stringMatching(/^PostgreSQL at 127\.0\.0\.1:1 \(database cellwatch\) can't be reached \(connect ECONNREFUSED/),
    });
  });

  it('none of a name’s addresses listens', async () => {
    expect(await hidden('postgres://me:hunter2@localhost:1/cellwatch')).toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining("can't be reached (connect ECONNREFUSED"),
    });
  });

  it('the address can not be read', async () => {
    const error = await refusal('postgres://me:hun#ter2@127.0.0.1/cellwatch');
    expect(error).toMatchObject({ code: 'unavailable' });
    expect(`${error}${JSON.stringify((error as Error).cause)}`).not.toMatch(/hun|ter2/);
  });

  it('a wrong password', async () => {
    expect(await hidden(server.address('postgres', 'admin', 'hunter2'))).toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/refuses Cellwatch \(password authentication failed.*user, password and database/),
    });
  });

  it('no such database', async () => {
    expect(await hidden(server.address('nowhere'))).toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('refuses Cellwatch'),
    });
  });

  it('a database of another encoding', async () => {
    const address = await server.newDatabase("encoding 'LATIN1' locale_provider libc lc_collate 'C' lc_ctype 'C'");
    expect(await hidden(address)).toMatchObject({ code: 'unavailable', message: expect.stringContaining('keeps text as LATIN1') });
  });

  it('a store that a newer version has migrated', async () => {
    const address = await server.newDatabase();
    await (await open(address)).close();
    await server.query("insert into kysely_migration values ('9999-from-the-future', '2030-01-01')", address);
    expect(await hidden(address)).toMatchObject({ code: 'newer-schema' });
  });

  it('a role that may not make tables', async () => {
    const address = await server.newDatabase();
    await server.query("create role poor login password 'hunter2'", address);
    expect(await hidden(server.address(new URL(address).pathname.slice(1), 'poor', 'hunter2'))).toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/lacks a right \(permission denied for schema public\)/),
    });
  });
});
