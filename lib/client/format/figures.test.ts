import { describe, expect, test } from 'vitest';
import { count, counted, joined, milliseconds, percent, rate } from './figures.ts';

describe('rate', () => {
  test.each([
    [0, '0 /s'],
    [0.42, '0.4 /s'],
    [9.96, '10 /s'],
    [160.4, '160 /s'],
    [999.6, '1.0 k/s'],
    [1234, '1.2 k/s'],
    [123_456, '123 k/s'],
    [1_234_567, '1.2 M/s'],
  ])('%d requests a second reads %s', (value, text) => {
    expect(joined(rate(value))).toBe(text.replace(' ', '\u00a0'));
  });
});

describe('percent', () => {
  test.each([
    [0, '0 %'],
    [0.00001, '<0.01 %'],
    [0.0004, '0.04 %'],
    [0.00994, '0.99 %'],
    [0.00996, '1.0 %'],
    [0.201, '20.1 %'],
    [1, '100 %'],
  ])('a ratio of %d reads %s', (value, text) => {
    expect(joined(percent(value))).toBe(text.replace(' ', '\u00a0'));
  });
});

describe('milliseconds', () => {
  test.each([
    [197.4, '197 ms'],
    [1240, '1,240 ms'],
    [12_345, '12.3 s'],
  ])('%d ms reads %s', (value, text) => {
    expect(joined(milliseconds(value))).toBe(text.replace(' ', '\u00a0'));
  });
});

test('unknown is a dash, never zero', () => {
  for (const format of [rate, percent, milliseconds]) expect(format(null).figure).toBe('–');
});

test('counts have their thousands apart and a plural', () => {
  expect(count(10_000)).toBe('10,000');
  expect(counted(1, 'cell')).toBe('1 cell');
  expect(counted(0, 'cell')).toBe('0 cells');
  expect(counted(2, 'entry', 'entries')).toBe('2 entries');
});
