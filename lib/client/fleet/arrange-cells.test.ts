import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FleetCellView } from '#lib/views/fleet-view.ts';
import { arrangeCells, filterCells, firstCells, sortCells } from './arrange-cells.ts';
import { GROUPINGS, NO_FILTER } from './fleet-filter.ts';

function cell(name: string, over: Partial<FleetCellView> = {}): FleetCellView {
  return {
    name,
    accountId: '200000000001',
    region: 'us-east-1',
    cloud: 'aws',
    environment: 'production',
    wave: 'small',
    state: 'in-service',
    health: 'healthy',
    since: '2026-11-24T02:14:00Z',
    evidence: [],
    requestsPerSecond: 100,
    errorRatio: 0,
    latencyMs: 200,
    saturationPercent: 40,
    trafficShare: 0.1,
    spark: null,
    releases: [],
    suspect: null,
    ...over,
  };
}
const namesOf = (cells: readonly FleetCellView[]) => cells.map(({ name }) => name);

describe('filterCells', () => {
  const cells = [
    cell('prod-euw1-a', { region: 'eu-west-1', health: 'critical' }),
    cell('prod-use1-b', { wave: 'large' }),
    cell('drained-1', { state: 'drained', health: 'critical' }),
    cell('dev-1', { environment: 'developer', wave: null }),
    cell('gcp-1', { cloud: 'gcp', accountId: null }),
  ];
  const shown = (over: Partial<typeof NO_FILTER>) => namesOf(filterCells(cells, { ...NO_FILTER, ...over }));

  test('developer cells are hidden until asked for', () => {
    expect(shown({})).not.toContain('dev-1');
    expect(shown({ developer: true })).toContain('dev-1');
    expect(shown({ environments: ['developer'] })).toEqual(['dev-1']);
  });

  test('a drained cell is out of service, whatever its health', () => {
    expect(shown({ looks: ['critical'] })).toEqual(['prod-euw1-a']);
    expect(shown({ looks: ['out-of-service'] })).toEqual(['drained-1']);
  });

  test('every word must be found, in name, region, wave or account', () => {
    expect(shown({ text: 'PROD large' })).toEqual(['prod-use1-b']);
    expect(shown({ text: 'eu-west' })).toEqual(['prod-euw1-a']);
    expect(shown({ text: '2000000000' })).toHaveLength(3);
  });

  test('filters narrow one another', () => {
    expect(shown({ clouds: ['gcp'] })).toEqual(['gcp-1']);
    expect(shown({ regions: ['eu-west-1'], waves: ['large'] })).toEqual([]);
  });
});

describe('sortCells', () => {
  test('the sickest first, then by name, numbers as numbers', () => {
    const cells = [
      cell('c-10'),
      cell('c-9'),
      cell('x', { health: 'degraded' }),
      cell('y', { health: 'critical' }),
      cell('z', { health: 'no-data' }),
      cell('a', { state: 'building' }),
    ];
    expect(namesOf(sortCells(cells, 'sickest'))).toEqual(['y', 'z', 'x', 'c-9', 'c-10', 'a']);
    expect(namesOf(sortCells(cells, 'name'))).toEqual(['a', 'c-9', 'c-10', 'x', 'y', 'z']);
  });
});

describe('arrangeCells', () => {
  test('waves keep the order of the registry, cells without one come last', () => {
    const cells = [
      cell('d', { wave: null, environment: 'developer' }),
      cell('l', { wave: 'large' }),
      cell('s'),
      cell('n', { wave: 'new' }),
    ];
    const groups = arrangeCells(cells, ['small', 'large'], { ...NO_FILTER, developer: true });
    expect(groups.map(({ label }) => label)).toEqual(['small', 'large', 'new', 'no wave']);
  });

  test('by health, the worst group first', () => {
    const groups = arrangeCells([cell('a'), cell('b', { health: 'critical' })], [], { ...NO_FILTER, group: 'health' });
    expect(groups.map(({ label }) => label)).toEqual(['critical', 'healthy']);
  });

  test('no grouping loses or doubles a cell', () => {
    const some = fc.array(
      fc.record({
        wave: fc.constantFrom('small', 'large', 'other', null),
        region: fc.constantFrom('us-east-1', 'eu-west-1'),
        health: fc.constantFrom('healthy' as const, 'critical' as const, 'no-data' as const),
        state: fc.constantFrom('in-service' as const, 'drained' as const),
      }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(some, fc.constantFrom(...GROUPINGS), (overs, group) => {
        const cells = overs.map((over, index) => cell(`c-${index}`, over));
        const arranged = arrangeCells(cells, ['small', 'large'], { ...NO_FILTER, group }).flatMap((one) => namesOf(one.cells));
        expect(arranged.sort()).toEqual(namesOf(cells).sort());
      }),
    );
  });
});

describe('firstCells', () => {
  const groups = ['x', 'y', 'z'].map((key) => ({ key, label: key, cells: [cell(`${key}-1`), cell(`${key}-2`)] }));
  const shown = (count: number) => firstCells(groups, count).map(({ group, cells }) => [group.key, ...namesOf(cells)]);

  test('a group that is shown in part is still the whole group, for its heading', () => {
    expect(shown(3)).toEqual([
      ['x', 'x-1', 'x-2'],
      ['y', 'y-1'],
    ]);
    expect(firstCells(groups, 3)[1]?.group).toBe(groups[1]);
  });

  test('groups without any of them come later', () => {
    expect(shown(2)).toEqual([['x', 'x-1', 'x-2']]);
    expect(shown(0)).toEqual([]);
  });

  test('more than there are shows all', () => {
    expect(shown(99).flatMap(([, ...names]) => names)).toEqual(groups.flatMap(({ cells }) => namesOf(cells)));
  });
});
