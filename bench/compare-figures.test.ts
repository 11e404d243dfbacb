import { expect, test } from 'vitest';
import { compareFigures } from './compare-figures.ts';

const before = { judge: { value: 100, unit: 'M instr' } };
const compare = (value: number) => compareFigures({ judge: { value, unit: 'M instr' } }, before);

test('a fifth more than the last release holds, anything beyond is a loss', () => {
  expect(compare(120)).toMatchObject([{ ok: true, bound: '≤ 120 % of 100 (20.0 %)' }]);
  expect(compare(121)).toMatchObject([{ ok: false }]);
  expect(compare(50)).toMatchObject([{ ok: true }]);
});

test('a figure that the last release did not have is told', () => {
  expect(compareFigures({ apply: { value: 3, unit: 'KB' } }, {})).toEqual([{ figure: 'apply', value: 3, unit: 'KB', ok: true }]);
});

test('a figure that is no longer weighed fails', () => {
  expect(compareFigures({}, before)).toMatchObject([{ figure: 'judge', value: 'gone', ok: false }]);
});
