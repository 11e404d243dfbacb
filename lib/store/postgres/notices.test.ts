import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { PostgresServer } from '../testing/postgres-server.ts';
import { Notices } from './notices.ts';

const BEAT_MS = 100;
const SOON = { timeout: 20_000, interval: 20 };

let server: PostgresServer;
let address: string;
const open: Notices[] = [];
beforeAll(async () => {
  server = await PostgresServer.start();
}, 60_000);
afterAll(() => server.remove());
beforeEach(async () => {
  address = await server.newDatabase();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((notices) => notices.stop()));
}, 30_000);

async function listener(channel = 'Cell"watch'): Promise<{ notices: Notices; heard: string[]; gaps: () => number }> {
  const heard: string[] = [];
  let gaps = 0;
  const events = {
    onNotice: (payload: string) => heard.push(payload),
    onGap: () => {
      gaps++;
    },
    onFailure: () => {},
  };
  const notices = new Notices(address, channel, events, BEAT_MS);
  open.push(notices);
  notices.start();
  await expect.poll(() => gaps, SOON).toBe(1);
  return { notices, heard, gaps: () => gaps };
}

it('is heard by all on the channel, in order, the sender too, and by no one else', async () => {
  const [a, b, other] = [await listener(), await listener(), await listener('other')];
  const sent = ['fleet 1', "fleet '2' · ☂", '', ...Array.from({ length: 50 }, (_, i) => `n${i}`)];
  await Promise.all(sent.map((payload) => a.notices.send(payload)));
  await expect.poll(() => b.heard, SOON).toEqual(sent);
  await expect.poll(() => a.heard, SOON).toEqual(sent);
  expect(other.heard).toEqual([]);
}, 30_000);

it('tells of the gap when it had to connect again, and hears on', async () => {
  const [a, b] = [await listener(), await listener()];
  await server.stop();
  await expect
    .poll(
      () =>
        a.notices.send('lost').then(
          () => 'sent',
          ({ code }) => code,
        ),
      SOON,
    )
    .toBe('unavailable');
  await server.start();
  await expect.poll(() => [a.gaps(), b.gaps()], SOON).toEqual([2, 2]);
  await a.notices.send('again');
  await expect.poll(() => b.heard, SOON).toEqual(['again']);
}, 60_000);

it('tells of the gap also when the server said nothing for a while', async () => {
  const a = await listener();
  server.freeze();
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  server.thaw();
  await expect.poll(a.gaps, SOON).toBe(2);
  await a.notices.send('again');
  await expect.poll(() => a.heard, SOON).toEqual(['again']);
}, 60_000);

it('refuses what is longer than a notice may be, and takes what is just as long', async () => {
  const a = await listener();
  await expect(a.notices.send('ü'.repeat(4_000))).rejects.toBeInstanceOf(RangeError);
  await a.notices.send('x'.repeat(7_999));
  await expect.poll(() => a.heard.map(({ length }) => length), SOON).toEqual([7_999]);
}, 30_000);
