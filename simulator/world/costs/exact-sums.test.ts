import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ExactSums } from './exact-sums.ts';

Decimal.set({ precision: 60 });

const amount = fc.oneof(
  fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  fc.double({ min: -1e-6, max: 1e-6, noNaN: true }),
  fc.double({ min: -1e12, max: 1e12, noNaN: true }),
);
const told = (values: readonly number[]) => {
  const sums = new ExactSums(1);
  for (const value of values) sums.add(0, value);
  return sums.text(0);
};

test('the sum is that of its parts as told, to the last decimal, in any order', () => {
  fc.assert(
    fc.property(fc.array(amount, { maxLength: 60 }), (values) => {
      const exact = values.reduce((sum, value) => sum.plus(told([value])), new Decimal(0));
      expect(new Decimal(told(values)).equals(exact)).toBe(true);
      expect(told([...values].reverse())).toBe(told(values));
    }),
  );
});

test('what is taken back is what was given', () => {
  fc.assert(
    fc.property(amount, (value) => {
      expect(told([value, -value])).toBe('0');
    }),
  );
});

test('a great many parts lose nothing', () => {
  const sums = new ExactSums(1);
  for (let i = 0; i < 300_000; i++) sums.add(0, 0.9999999999);
  expect(sums.text(0)).toBe('299999.99997');
});

test.each([
  [[0], '0'],
  [[12], '12'],
  [[12.5], '12.5'],
  [[-0.0000000001], '-0.0000000001'],
  [[5, -5.25], '-0.25'],
  [[-5, 5.25], '0.25'],
  [[1e-11], '0'],
])('%j is told as %s', (values, text) => {
  expect(told(values)).toBe(text);
});
