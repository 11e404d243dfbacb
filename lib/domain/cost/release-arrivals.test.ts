import { expect, it } from 'vitest';
import type { ReleaseArrival } from './around-release.ts';
import { mergeArrivals } from './release-arrivals.ts';

const DAY = 86_400_000;
const arrival = (executionId: string, wave: string, ...cells: [string, number][]): ReleaseArrival => ({
  component: 'router',
  executionId,
  revision: executionId,
  wave,
  cells: cells.map(([cell, deployedAt]) => ({ cell, deployedAt })),
});

it('keeps arrivals that rollouts no longer show, adds cells that a release came to since, and forgets old ones', () => {
  const kept = [arrival('a', 'small', ['one', 10 * DAY]), arrival('b', 'small', ['one', 20 * DAY]), arrival('old', 'small', ['one', DAY])];
  const seen = [arrival('b', 'small', ['two', 21 * DAY], ['one', 20 * DAY]), arrival('c', 'large', ['three', 22 * DAY])];
  const merged = mergeArrivals(kept, seen, 5 * DAY);
  expect(merged.map(({ executionId, wave, cells }) => [executionId, wave, cells.map(({ cell }) => cell).sort()])).toEqual([
    ['c', 'large', ['three']],
    ['b', 'small', ['one', 'two']],
    ['a', 'small', ['one']],
  ]);
});
