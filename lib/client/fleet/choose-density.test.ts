import { expect, test } from 'vitest';
import { chooseDensity } from './choose-density.ts';

test.each([
  [6, 'big'],
  [24, 'rich'],
  [60, 'compact'],
  [300, 'compact'],
  [1_000, 'heat'],
  [10_000, 'heat'],
])('%d cells are shown %s', (cells, density) => {
  expect(chooseDensity(cells)).toBe(density);
});

test('on the wall a fleet that can fills the screen', () => {
  expect(chooseDensity(24, true)).toBe('big');
  expect(chooseDensity(120, true)).toBe('compact');
});
