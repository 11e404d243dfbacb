import { expect, test } from 'vitest';
import type { CellRange, CellView } from '#lib/views/fleet-view.ts';
import { firstCell } from './first-cell.ts';

const view = (range: CellRange) => ({ range }) as CellView;

test('a range that comes in time is shown', async () => {
  expect(await firstCell({ cell: async (_, range) => view(range) }, 'a', '7d')).toEqual(view('7d'));
});

test('a range that takes too long gives way to the last hour', async () => {
  const never = new Promise<CellView>(() => {});
  expect(await firstCell({ cell: (_, range) => (range === '7d' ? never : Promise.resolve(view(range))) }, 'a', '7d')).toEqual(view('1h'));
});

test('a range that fails gives way to the last hour', async () => {
  const cell = async (_: string, range: CellRange) => {
    if (range === '24h') throw new Error('throttled');
    return view(range);
  };
  expect(await firstCell({ cell }, 'a', '24h')).toEqual(view('1h'));
});

test('an unknown cell stays unknown', async () => {
  expect(await firstCell({ cell: async () => null }, 'a', '3h')).toBeNull();
});
