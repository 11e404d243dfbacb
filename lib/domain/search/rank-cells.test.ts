import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { indexCells, rankCells, type SearchableCell } from './rank-cells.ts';

function cell(name: string, change: Partial<SearchableCell> = {}): SearchableCell {
  return {
    name,
    accountId: '200000000001',
    region: 'us-east-1',
    wave: 'small',
    environment: 'production',
    state: 'in-service',
    health: 'healthy',
    ...change,
  };
}

function find(cells: readonly SearchableCell[], typed: string): string[] {
  return rankCells(indexCells(cells), typed, 20).map(({ name }) => name);
}

describe('ranking', () => {
  test('the whole name comes before its beginning, a word, a part and letters in order', () => {
    const names = ['xeuw1x', 'e-u-w-1', 'prod-euw1', 'euw1-b', 'euw1'];
    expect(
      find(
        names.map((name) => cell(name)),
        'euw1',
      ),
    ).toEqual(['euw1', 'euw1-b', 'prod-euw1', 'xeuw1x', 'e-u-w-1']);
  });

  test('the sicker cell comes first where two match equally', () => {
    const cells = [cell('prod-a'), cell('prod-b', { health: 'degraded' }), cell('prod-c', { health: 'critical' })];
    expect(find(cells, 'prod')).toEqual(['prod-c', 'prod-b', 'prod-a']);
  });

  test('sickness never outranks a better match', () => {
    expect(find([cell('prod-alpha', { health: 'critical' }), cell('alpha')], 'alpha')).toEqual(['alpha', 'prod-alpha']);
  });

  test('an account is found by its number or its end', () => {
    const cells = [cell('a', { accountId: '200000000017' }), cell('b', { accountId: '200000000018' })];
    expect(find(cells, '200000000017')).toEqual(['a']);
    expect(find(cells, '0018')).toEqual(['b']);
  });

  test('every word must match somewhere', () => {
    const cells = [cell('one', { region: 'eu-west-1', wave: 'large' }), cell('two', { region: 'eu-west-1' })];
    expect(find(cells, 'eu-west large')).toEqual(['one']);
    expect(find(cells, 'eu-west nowhere')).toEqual([]);
  });

  test('a state is found by its word', () => {
    expect(find([cell('a'), cell('b', { health: 'no-data' })], 'no data')).toEqual(['b']);
  });

  test('nothing typed shows the sick cells in service alone', () => {
    const cells = [cell('a'), cell('b', { health: 'degraded' }), cell('c', { health: 'critical', state: 'drained' })];
    expect(find(cells, ' ')).toEqual(['b']);
    expect(find(cells, 'c')[0]).toBe('c');
  });
});

test('whatever is typed, a cell is found by any beginning of its own name', () => {
  const name = fc.stringMatching(/^[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,3}$/);
  fc.assert(
    fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 20 }), fc.nat(), fc.nat(), (names, which, length) => {
      const wanted = names[which % names.length] as string;
      const found = find(
        names.map((each) => cell(each)),
        wanted.slice(0, 1 + (length % wanted.length)),
      );
      expect(found).toContain(wanted);
    }),
  );
});
