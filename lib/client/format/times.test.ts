import { describe, expect, test } from 'vitest';
import { ago, duration, exactUtc } from './times.ts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('duration', () => {
  test.each([
    [-5, '0 s'],
    [38_900, '38 s'],
    [60_000, '1 min'],
    [3_599_999, '59 min'],
    [3_600_000, '1 h'],
    [86_399_999, '23 h'],
    [86_400_000 * 12, '12 d'],
  ])('%d ms reads %s', (ms, text) => {
    expect(plain(duration(ms))).toBe(text);
  });
});

test('a moment reads as past, present or to come', () => {
  expect(plain(ago(0, 240_000))).toBe('4 min ago');
  expect(ago(1_000, 1_400)).toBe('just now');
  expect(plain(ago(180_000, 0))).toBe('in 3 min');
});

test('the exact time is UTC to the second', () => {
  expect(exactUtc(Date.parse('2026-11-24T02:14:05.678Z'))).toBe('2026-11-24 02:14:05 UTC');
});
