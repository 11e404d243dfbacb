import { describe, expect, it } from 'vitest';
import { isGreatLoss, registryLoss } from './registry-loss.ts';

const registry = (cells: readonly (readonly [name: string, wave: string | null])[]) => ({
  waves: [
    { name: 'small', bakeMinutes: 1 },
    { name: 'large', bakeMinutes: 1 },
  ],
  cells: cells.map(([name, wave]) => ({ name, wave })),
});
const many = (count: number, wave: string | null = 'small') =>
  registry(Array.from({ length: count }, (_, i) => [`cell-${i}`, wave] as const));

describe('the loss by another registry', () => {
  it('is told by wave, with names, and what is new beside it', () => {
    const before = registry([
      ['a', 'small'],
      ['b', 'small'],
      ['c', 'large'],
      ['dev', null],
    ]);
    expect(
      registryLoss(
        before,
        registry([
          ['b', 'large'],
          ['new', 'small'],
        ]),
      ),
    ).toEqual({
      before: 4,
      after: 2,
      lost: 3,
      added: 1,
      waves: [
        { wave: 'small', lost: 1, of: 2, names: ['a'] },
        { wave: 'large', lost: 1, of: 1, names: ['c'] },
        { wave: null, lost: 1, of: 1, names: ['dev'] },
      ],
    });
  });

  it.each([
    [10, 10, false],
    [10, 8, false],
    [10, 7, true],
    [1, 1, false],
    [1, 0, true],
    [0, 5, false],
    [10_000, 8_000, false],
    [10_000, 7_999, true],
  ])('from %i cells to %i needs a confirmation: %s', (before, after, held) => {
    expect(isGreatLoss(registryLoss(many(before), many(after)))).toBe(held);
  });

  it('counts a fleet under other names as lost, however large', () => {
    const others = registry(Array.from({ length: 50 }, (_, i) => [`other-${i}`, 'small'] as const));
    expect(registryLoss(many(10), others)).toMatchObject({ lost: 10, added: 50 });
  });

  it('of 10,000 cells tells some names alone', () => {
    const loss = registryLoss(many(10_000), many(0));
    expect(loss.waves).toMatchObject([{ lost: 10_000, of: 10_000 }]);
    expect(loss.waves[0]?.names).toHaveLength(200);
  });
});
