import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sparkPath } from './spark-path.ts';

test('the line spans the box and scales to its highest point', () => {
  expect(sparkPath([0, 5, 10], 100, 20)).toBe('M0 20L50 10L100 0');
});

test('a gap lifts the pen', () => {
  expect(sparkPath([1, 1, null, 1, 1], 40, 10)).toBe('M0 0L10 0M30 0L40 0');
});

test('a lone point between gaps shows as a dot', () => {
  expect(sparkPath([null, 2, null], 20, 10)).toBe('M10 0h0');
});

test('no points draw nothing, and zeros lie on the floor', () => {
  expect(sparkPath([], 10, 10)).toBe('');
  expect(sparkPath([null, null], 10, 10)).toBe('');
  expect(sparkPath([0, 0], 10, 10)).toBe('M0 10L10 10');
});

test('a ceiling keeps small noise small', () => {
  expect(sparkPath([5, 5], 10, 10, 10)).toBe('M0 5L10 5');
});

test('never a number that SVG cannot draw, whatever the points', () => {
  const point = fc.option(fc.double({ min: 0, max: 1e12, noNaN: true }), { nil: null });
  fc.assert(
    fc.property(fc.array(point, { maxLength: 40 }), (points) => {
      expect(sparkPath(points, 200, 30)).not.toMatch(/NaN|Infinity|e/);
    }),
  );
});
