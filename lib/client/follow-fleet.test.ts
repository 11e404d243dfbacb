import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fakeFleet } from '#lib/http/fake-runtime.ts';
import type { FleetDelta } from '#lib/views/fleet-delta.ts';
import type { FleetView } from '#lib/views/fleet-view.ts';
import { followFleet } from './follow-fleet.ts';

function delta(from: number, to: number) {
  const { cells: _cells, ...rest } = fakeFleet(`boot-${to}`);
  const data: FleetDelta = { ...rest, previous: `boot-${from}`, changed: [], removed: [], figures: {} };
  return { type: 'fleet', id: `boot-${to}`, data: JSON.stringify(data) };
}

function start(version: string | null) {
  let view: FleetView | undefined = version === null ? undefined : fakeFleet(version);
  const asked: { resolve(view: FleetView): void; reject(error: Error): void }[] = [];
  const follower = followFleet({
    read: () => view,
    write: (next) => {
      view = next;
    },
    refetch: () =>
      new Promise<FleetView>((resolve, reject) => {
        asked.push({
          reject,
          resolve(fetched) {
            view = fetched;
            resolve(fetched);
          },
        });
      }),
  });
  return { follower, asked, version: () => view?.version };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('applies changes one after the other without asking', () => {
  const { follower, asked, version } = start('boot-1');
  follower.handle(delta(1, 2));
  follower.handle(delta(2, 3));
  expect(version()).toBe('boot-3');
  expect(asked).toHaveLength(0);
});

test('fetches the whole once when a change is missing, and applies what came meanwhile', async () => {
  const { follower, asked, version } = start('boot-1');
  follower.handle(delta(4, 5));
  follower.handle(delta(5, 6));
  follower.handle(delta(6, 7));
  expect(asked).toHaveLength(1);
  asked[0]?.resolve(fakeFleet('boot-5'));
  await vi.advanceTimersByTimeAsync(0);
  expect(version()).toBe('boot-7');
  expect(asked).toHaveLength(1);
});

test('fetches on resync, once', async () => {
  const { follower, asked, version } = start('old-9');
  follower.handle({ type: 'resync', id: 'boot-1', data: '{"version":"boot-1"}' });
  follower.handle({ type: 'resync', id: 'boot-1', data: '{"version":"boot-1"}' });
  expect(asked).toHaveLength(1);
  asked[0]?.resolve(fakeFleet('boot-1'));
  await vi.advanceTimersByTimeAsync(0);
  follower.handle(delta(1, 2));
  expect(version()).toBe('boot-2');
});

test('a fetch that fails is tried again until it succeeds', async () => {
  const { follower, asked, version } = start('boot-1');
  follower.handle(delta(2, 3));
  asked[0]?.reject(new Error('away'));
  await vi.advanceTimersByTimeAsync(3_000);
  expect(asked).toHaveLength(2);
  asked[1]?.resolve(fakeFleet('boot-3'));
  await vi.advanceTimersByTimeAsync(0);
  expect(version()).toBe('boot-3');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toHaveLength(2);
});

test("catches up with another tab's newer version, and only then", () => {
  const { follower, asked } = start('boot-5');
  follower.catchUp('boot-4');
  follower.catchUp('boot-5');
  expect(asked).toHaveLength(0);
  follower.catchUp('boot-6');
  expect(asked).toHaveLength(1);
});
