import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cellAt, layoutHeat, squareAt } from './heat-layout.ts';

const counts = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 8 });
const widths = fc.integer({ min: 200, max: 3000 });

describe('layoutHeat', () => {
  test('1,000 cells in four waves fit one screen of 1280 × 800', () => {
    const layout = layoutHeat([20, 180, 300, 500], 940, 580);
    expect(layout.height).toBeLessThanOrEqual(580);
    expect(layout.size).toBeGreaterThanOrEqual(16);
  });

  test('squares are never under 8 or over 40 px', () => {
    expect(layoutHeat([10_000], 400, 300).size).toBe(8);
    expect(layoutHeat([3], 2000, 2000).size).toBe(40);
  });

  test('a square stays inside of the width', () => {
    fc.assert(
      fc.property(counts, widths, (groups, width) => {
        const { columns, pitch, size } = layoutHeat(groups, width, 600);
        expect((columns - 1) * pitch + size).toBeLessThanOrEqual(width);
      }),
    );
  });
});

describe('cellAt', () => {
  test('finds each cell in the middle of its square, whatever the layout', () => {
    fc.assert(
      fc.property(counts, widths, fc.nat(), (groups, width, seed) => {
        const layout = layoutHeat(groups, width, 600);
        const index = seed % groups.reduce((sum, count) => sum + count, 0);
        const { x, y } = squareAt(layout, index);
        expect(cellAt(layout, x + layout.size / 2, y + layout.size / 2)).toBe(index);
        expect(cellAt(layout, x + layout.size + 0.5, y + 1)).toBeNull();
      }),
    );
  });

  test('nothing is under a heading, in a gap, or outside', () => {
    const layout = layoutHeat([5, 5], 400, 300);
    expect(cellAt(layout, 5, 5)).toBeNull();
    expect(cellAt(layout, -1, 40)).toBeNull();
    expect(cellAt(layout, 10_000, 40)).toBeNull();
    expect(cellAt(layout, 5, layout.height + 50)).toBeNull();
  });
});
