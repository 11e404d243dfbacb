import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Arranged, arrangeRows, COST_SORTS } from './arrange-rows.ts';

const row = (name: string, changes: Partial<Arranged> = {}): Arranged => ({
  kind: 'cell',
  name,
  wave: 'large',
  cost: '1.00',
  previous: null,
  change: null,
  share: null,
  projection: null,
  unit: null,
  served: null,
  ...changes,
});
const names = (rows: readonly Arranged[]) => rows.map(({ name }) => name);
const by = (sort: (typeof COST_SORTS)[number], ascending: boolean | null = null, text = '') => ({ sort, ascending, text });

test('figures come from the largest, names from A, and numbers in names count as numbers', () => {
  const rows = [row('b10', { cost: '9.00' }), row('b2', { cost: '10.00' }), row('a', { cost: '-1.00' })];
  expect(names(arrangeRows(rows, by('cost')))).toEqual(['b2', 'b10', 'a']);
  expect(names(arrangeRows(rows, by('name')))).toEqual(['a', 'b2', 'b10']);
  expect(names(arrangeRows(rows, by('cost', true)))).toEqual(['a', 'b10', 'b2']);
});

test('what is apart stands behind, and what has no figure last, either way', () => {
  const rows = [
    row('Shared', { kind: 'shared', cost: '99.00' }),
    row('gcp', { cost: null }),
    row('a', { cost: '2.00' }),
    row('b', { cost: '3.00' }),
  ];
  expect(names(arrangeRows(rows, by('cost')))).toEqual(['b', 'a', 'gcp', 'Shared']);
  expect(names(arrangeRows(rows, by('cost', true)))).toEqual(['a', 'b', 'gcp', 'Shared']);
});

test('rows are found by name and wave, in any order of the words', () => {
  const rows = [row('prod-use1-a'), row('prod-use1-b', { wave: 'small' }), row('dev', { wave: null })];
  expect(names(arrangeRows(rows, by('cost', null, 'small USE1')))).toEqual(['prod-use1-b']);
  expect(names(arrangeRows(rows, by('cost', null, ' ')))).toHaveLength(3);
});

test('no row is lost or doubled, whatever the order', () => {
  const figure = fc.option(fc.integer({ min: -500, max: 500 }).map((cents) => (cents / 100).toFixed(2)));
  const any = fc.record({
    name: fc.string({ maxLength: 4 }),
    cost: figure,
    kind: fc.constantFrom('cell' as const, 'shared' as const, 'apart' as const),
  });
  fc.assert(
    fc.property(fc.array(any), fc.constantFrom(...COST_SORTS), fc.option(fc.boolean()), (given, sort, ascending) => {
      const rows = given.map(({ name, ...rest }) => row(name, rest));
      expect(new Set(arrangeRows(rows, by(sort, ascending)))).toEqual(new Set(rows));
    }),
  );
});
