import { expect, it } from 'vitest';
import { Reconciliation } from './due-alarms.ts';

const MINUTE = 60_000;

interface Target {
  cells: { name: string }[];
  triedAt: number;
}

const targets = (count: number): Target[] => Array.from({ length: count }, (_, i) => ({ cells: [{ name: `cell-${i}` }], triedAt: 1 }));

/** Lives through so many minutes; how many were read in each. */
function live(all: readonly Target[], minutes: number): number[] {
  const reconciliation = new Reconciliation();
  return Array.from({ length: minutes }, (_, minute) => {
    const due = reconciliation.due(all, minute * MINUTE, new Set());
    for (const target of due) target.triedAt = minute * MINUTE;
    return due.length;
  });
}

it('reads 10,000 accounts within ten minutes, never many at once', () => {
  const all = targets(10_000);
  const counts = live(all, 12);
  expect(Math.min(...all.map(({ triedAt }) => triedAt))).toBeGreaterThan(1);
  expect(Math.max(...counts)).toBeLessThanOrEqual(1_000);
});

it('reads a tenth of what every minute would take, however few there are', () => {
  for (const count of [1, 7, 24]) {
    const read = live(targets(count), 101).reduce((sum, one) => sum + one, 0);
    expect(read).toBeLessThanOrEqual(count * 10);
    expect(read).toBeGreaterThanOrEqual(count * 10 - 1);
  }
});

it('reads those with a sick cell sooner, and all others too', () => {
  const all = targets(100);
  const [first] = all;
  const reads = new Map<Target, number>();
  const reconciliation = new Reconciliation();
  for (let minute = 0; minute < 100; minute++) {
    for (const target of reconciliation.due(all, minute * MINUTE, new Set(['cell-0']))) {
      target.triedAt = minute * MINUTE;
      reads.set(target, (reads.get(target) ?? 0) + 1);
    }
  }
  expect(first && reads.get(first)).toBeGreaterThan(15);
  expect(Math.min(...all.map((target) => reads.get(target) ?? 0))).toBeGreaterThanOrEqual(8);
});

it('catches up with at most everything once after a long pause', () => {
  const all = targets(50);
  const reconciliation = new Reconciliation();
  reconciliation.due(all, 0, new Set());
  expect(reconciliation.due(all, 600 * MINUTE, new Set())).toHaveLength(50);
});
