import { expect, test } from 'vitest';
import { RateLimit } from './rate-limit.ts';

test('lets a burst through, then so many a second, and says when to come back', () => {
  const limit = new RateLimit({ burst: 3, perSecond: 0.5 });
  expect([0, 0, 0, 0].map(() => limit.take('a', 1_000))).toEqual([0, 0, 0, 2]);
  expect(limit.take('a', 2_000)).toBe(1);
  expect(limit.take('a', 3_000)).toBe(0);
  expect(limit.take('a', 3_000)).toBe(2);
});

test('one key takes nothing from another', () => {
  const limit = new RateLimit({ burst: 1, perSecond: 1 });
  expect(limit.take('a', 0)).toBe(0);
  expect(limit.take('a', 0)).toBe(1);
  expect(limit.take('b', 0)).toBe(0);
});

test('a clock that is set back gives nothing, and takes nothing for long', () => {
  const limit = new RateLimit({ burst: 1, perSecond: 1 });
  limit.take('a', 10_000);
  expect(limit.take('a', 5_000)).toBe(1);
  expect(limit.take('a', 6_000)).toBe(0);
});

test('keeps no more than its number of keys', () => {
  const limit = new RateLimit({ burst: 1, perSecond: 0.001 });
  limit.take('first', 0);
  for (let i = 0; i < 10_000; i++) limit.take(`key ${i}`, 0);
  expect(limit.take('first', 0)).toBe(0);
  expect(limit.take('key 9999', 0)).toBeGreaterThan(0);
});
