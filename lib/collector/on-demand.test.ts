import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { OnDemand, ReadBudget } from './on-demand.ts';

interface Value {
  text: string;
  problem: string | null;
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function make(perMinute = 60) {
  const onDemand = new OnDemand<Value>(new ReadBudget(perMinute), ({ problem }) => problem !== null);
  const world = { reads: 0, problem: null as string | null };
  const read = (key: string, stamp: number, reads = 1) =>
    onDemand.read(key, stamp, {
      reads,
      fetch: async (before) => {
        world.reads++;
        return { text: world.problem ? (before?.text ?? 'nothing') : `${key}${stamp}`, problem: world.problem };
      },
      refuse: (before) => ({ text: before?.text ?? 'nothing', problem: 'busy' }),
    });
  return { read, world };
}

test('a hundred who look at once cost one read, and one more when there is something new', async () => {
  const { read, world } = make();
  await Promise.all(Array.from({ length: 100 }, () => read('a', 1)));
  await read('a', 1);
  expect(world.reads).toBe(1);
  expect((await read('a', 2)).text).toBe('a2');
  expect(world.reads).toBe(2);
});

test('a read that failed shows what was known before, and is tried again half a minute later, however many look', async () => {
  const { read, world } = make();
  await read('a', 1);
  world.problem = 'denied';
  for (let look = 0; look < 50; look++) expect(await read('a', 2)).toEqual({ text: 'a1', problem: 'denied' });
  expect(world.reads).toBe(2);
  vi.advanceTimersByTime(30_001);
  world.problem = null;
  expect(await read('a', 2)).toEqual({ text: 'a2', problem: null });
  expect(world.reads).toBe(3);
});

test('beyond the budget of a minute nothing is read, and the next minute reads again', async () => {
  const { read, world } = make(3);
  await read('a', 1);
  await read('b', 1, 2);
  expect(await read('a', 2)).toEqual({ text: 'a1', problem: 'busy' });
  expect(await read('c', 1)).toEqual({ text: 'nothing', problem: 'busy' });
  expect((await read('b', 1)).text).toBe('b1');
  expect(world.reads).toBe(2);
  vi.advanceTimersByTime(60_001);
  expect((await read('c', 1)).text).toBe('c1');
});
