import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { PostgresServer } from '../testing/postgres-server.ts';
import { Presence } from './presence.ts';

const BEAT_MS = 100;
const GONE_MS = 1_000;
const SOON = { timeout: 20_000, interval: 20 };

let server: PostgresServer;
let address: string;
const replicas: Presence[] = [];
beforeAll(async () => {
  server = await PostgresServer.start();
}, 60_000);
afterAll(() => server.remove());
beforeEach(async () => {
  address = await server.newDatabase();
});
afterEach(async () => {
  await Promise.all(replicas.splice(0).map((replica) => replica.stop()));
}, 30_000);

function join(name: string): Presence {
  const replica = new Presence(address, name, () => {}, BEAT_MS, GONE_MS);
  replicas.push(replica);
  replica.start();
  return replica;
}
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

it('knows who is gone, only after a while, and never itself', async () => {
  const a = join('a');
  const b = join('b');
  expect(a.isGone('nobody')).toBe(false);
  await expect.poll(() => a.isGone('nobody'), SOON).toBe(true);
  expect([a.isGone('a'), a.isGone('b'), b.isGone('a')]).toEqual([false, false, false]);
  await b.stop();
  expect(a.isGone('b')).toBe(false);
  await expect.poll(() => a.isGone('b'), SOON).toBe(true);
});

it('takes nobody for gone because the database was', async () => {
  const a = join('a');
  join('b');
  await expect.poll(() => a.isGone('nobody'), SOON).toBe(true);
  await server.stop();
  await expect.poll(() => a.isGone('nobody'), SOON).toBe(false);
  await wait(2 * GONE_MS);
  await server.start();
  const until = performance.now() + 3 * GONE_MS;
  while (performance.now() < until) {
    expect(a.isGone('b')).toBe(false);
    await wait(20);
  }
  expect(a.isGone('nobody')).toBe(true);
}, 30_000);
