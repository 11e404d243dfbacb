import { expect, test } from 'vitest';
import { createPutData } from './put-data.ts';
import { readStatistic } from './summary.ts';

const KEY = { namespace: 'App', name: 'Orders', dimensions: [] };
const datum = (minute: number, value = 1) => ({
  name: 'Orders',
  dimensions: [],
  timestamp: minute * 60_000 + 5,
  unit: null,
  values: [value],
  counts: [1],
});

test('a minute’s sum is never too low, however many samples it gets', () => {
  const put = createPutData();
  put.add('a', KEY, { ...datum(7), values: [2, 3], counts: [1_000_000, 5] });
  for (let n = 0; n < 20_000; n++) put.add('a', KEY, datum(7, n % 13));
  const minute = put.get('a')?.minutes.get(7);
  const sum = 2_000_015 + Array.from({ length: 20_000 }, (_, n) => n % 13).reduce((total, value) => total + value, 0);
  expect(minute && readStatistic(minute, 'Sum')).toBe(sum);
  expect(minute && readStatistic(minute, 'SampleCount')).toBe(1_020_005);
});

test('the oldest minutes go when there are too many, never the one just put', () => {
  const put = createPutData(10);
  for (let minute = 0; minute < 8; minute++) put.add('a', KEY, datum(minute));
  for (let minute = 0; minute < 12; minute++) put.add('b', KEY, datum(minute));
  expect(put.get('a')).toBeUndefined();
  expect([...(put.get('b')?.minutes.keys() ?? [])]).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
});
