import { expect, it } from 'vitest';
import { Series } from './series.ts';

it('keeps gaps as gaps, upserts late points and drops what is too old', () => {
  const series = new Series(60_000, 5);
  series.set(100, 1);
  series.set(103, 4);
  expect(series.slice(99, 104)).toEqual([Number.NaN, 1, Number.NaN, Number.NaN, 4, Number.NaN]);
  series.set(101, 2);
  series.set(106, 7);
  series.set(100, 9);
  expect(series.slice(101, 106)).toEqual([Number.NaN, Number.NaN, 4, Number.NaN, Number.NaN, 7]);
});

it('forgets everything after a leap longer than the ring', () => {
  const series = new Series(60_000, 3);
  series.set(1, 1);
  series.set(50, 2);
  expect(series.slice(47, 50)).toEqual([Number.NaN, Number.NaN, Number.NaN, 2]);
});

it('copies any stretch as its points one by one are', () => {
  const series = new Series(60_000, 7);
  for (let index = 100; index < 131; index += 3) {
    series.set(index, index);
    for (let from = index - 10; from <= index + 3; from++) {
      for (const length of [1, 4, 12]) {
        const into = new Float64Array(length).fill(-1);
        series.copy(from, into);
        expect([...into]).toEqual(series.slice(from, from + length - 1));
      }
    }
  }
  const into = new Float64Array(3);
  new Series(60_000, 7).copy(-2, into);
  expect([...into]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
});
