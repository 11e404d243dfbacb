import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { PostgresServer } from '../testing/postgres-server.ts';
import { Leadership } from './leadership.ts';

const BEAT_MS = 100;
const SOON = { timeout: 20_000, interval: 20 };

let server: PostgresServer;
let address: string;
const replicas: Leadership[] = [];
let told: string[] = [];
beforeAll(async () => {
  server = await PostgresServer.start();
}, 60_000);
afterAll(() => server.remove());
beforeEach(async () => {
  told = [];
  address = await server.newDatabase();
});
afterEach(async () => {
  await Promise.all(replicas.splice(0).map((replica) => replica.stop()));
}, 30_000);

function stand(name: string): Leadership {
  const events = {
    onGained: () => told.push(`${name} leads`),
    onLost: () => told.push(`${name} lost`),
    onFailure: (error: unknown) => told.push(`${name}: ${(error as { code?: string }).code}`),
  };
  const replica = new Leadership(address, events, BEAT_MS);
  replicas.push(replica);
  replica.start();
  return replica;
}

const leaders = () => replicas.filter((replica) => replica.isLeader).length;
/** So many beats later nothing may have changed. */
const severalBeats = () => new Promise((resolve) => setTimeout(resolve, 10 * BEAT_MS));

it('elects one of many, and the next when that one stops', async () => {
  for (const name of ['a', 'b', 'c', 'd']) stand(name);
  await expect.poll(leaders, SOON).toBe(1);
  await severalBeats();
  expect(leaders()).toBe(1);
  const first = replicas.find((replica) => replica.isLeader);
  await first?.stop();
  expect(first?.isLeader).toBe(false);
  await expect.poll(leaders, SOON).toBe(1);
  expect(replicas.find((replica) => replica.isLeader)).not.toBe(first);
  expect(told.map((text) => text.slice(2))).toEqual(['leads', 'lost', 'leads']);
}, 30_000);

it('elects for each database by itself', async () => {
  stand('a');
  await expect.poll(leaders, SOON).toBe(1);
  address = await server.newDatabase();
  stand('b');
  await expect.poll(leaders, SOON).toBe(2);
}, 30_000);

it('tells who lost its connection, and elects again', async () => {
  stand('a');
  await expect.poll(leaders, SOON).toBe(1);
  await server.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'cellwatch'");
  await expect.poll(() => told, SOON).toEqual(['a leads', 'a lost', 'a: unavailable', 'a leads']);
}, 30_000);

it('has no leader while the server is gone or says nothing any more, and one when it is back', async () => {
  stand('a');
  stand('b');
  await expect.poll(leaders, SOON).toBe(1);
  await server.stop();
  await expect.poll(leaders, SOON).toBe(0);
  await server.start();
  await expect.poll(leaders, SOON).toBe(1);
  server.freeze();
  const started = performance.now();
  await expect.poll(leaders, SOON).toBe(0);
  expect(performance.now() - started).toBeLessThan(8_000);
  server.thaw();
  await expect.poll(leaders, SOON).toBe(1);
  await severalBeats();
  expect(leaders()).toBe(1);
}, 90_000);

it('stops while the server is gone', async () => {
  stand('a');
  await expect.poll(leaders, SOON).toBe(1);
  server.freeze();
  const started = performance.now();
  await replicas[0]?.stop();
  expect(performance.now() - started).toBeLessThan(6_000);
  server.thaw();
}, 30_000);
