import { expect, test } from 'vitest';
import { likelyNames } from './likely-names.ts';

const cells = ['prod-euw1-a', 'prod-euw1-b', 'prod-use1-a', 'dev-ab-1'].map((name) => ({ name }));
const names = (asked: string) => likelyNames(asked, cells).map(({ name }) => name);

test('a slip of the finger finds the cell first', () => {
  expect(names('prod-euw1a')[0]).toBe('prod-euw1-a');
  expect(names('PROD-USE1-A')[0]).toBe('prod-use1-a');
});

test('part of a name finds the cells that have it', () => {
  expect(names('euw1')).toEqual(['prod-euw1-a', 'prod-euw1-b']);
});

test('what nobody can have meant finds nothing', () => {
  expect(names('quarterly-report')).toEqual([]);
  expect(names('')).toEqual([]);
});
