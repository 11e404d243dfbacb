import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { moveFocus } from './move-focus.ts';

// Columns of 3: [0 1 2 | 3 4] [5 6] [7 8 9 | 10]
const counts = [5, 2, 4];
const move = (key: string, index: number) => moveFocus(key, index, counts, 3);

describe('moveFocus', () => {
  test('down and up stay in the column, across groups', () => {
    expect(move('ArrowDown', 1)).toBe(4);
    expect(move('ArrowDown', 4)).toBe(6);
    expect(move('ArrowDown', 6)).toBe(8);
    expect(move('ArrowUp', 8)).toBe(6);
    expect(move('ArrowUp', 5)).toBe(3);
  });

  test('a shorter row gives its last cell', () => {
    expect(move('ArrowDown', 2)).toBe(4);
    expect(move('ArrowDown', 9)).toBe(10);
  });

  test('stops at the edges', () => {
    expect(move('ArrowUp', 1)).toBe(1);
    expect(move('ArrowDown', 10)).toBe(10);
    expect(move('ArrowLeft', 0)).toBe(0);
    expect(move('ArrowRight', 10)).toBe(10);
  });

  test('home and end', () => {
    expect(move('Home', 7)).toBe(0);
    expect(move('End', 7)).toBe(10);
  });

  test('other keys move nothing', () => {
    expect(move('a', 3)).toBeNull();
    expect(moveFocus('ArrowDown', 0, [], 3)).toBeNull();
  });

  test('no key ever leads outside', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 9 }),
        fc.nat(),
        fc.constantFrom('ArrowDown', 'ArrowUp', 'ArrowLeft', 'ArrowRight', 'Home', 'End'),
        (groups, columns, seed, key) => {
          const total = groups.reduce((sum, count) => sum + count, 0);
          const to = moveFocus(key, seed % total, groups, columns);
          expect(to).toBeGreaterThanOrEqual(0);
          expect(to).toBeLessThan(total);
        },
      ),
    );
  });
});
