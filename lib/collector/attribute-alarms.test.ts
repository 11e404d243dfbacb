import { describe, expect, it } from 'vitest';
import type { Alarm } from '#lib/domain/facts.ts';
import { alarm } from '#lib/domain/health/fixture.ts';
import { attributeAlarms, attributeCentralAlarms } from './attribute-alarms.ts';

const on = (dimensions: Record<string, string>, accountId: string | null = null) => ({
  namespace: 'Cell',
  name: 'X',
  dimensions,
  accountId,
});
const named = (found: Map<string, Alarm[]>) =>
  Object.fromEntries([...found].map(([name, alarms]) => [name, alarms.map((one) => (one.inAccount ? `(${one.name})` : one.name))]));
const TWO = { cells: ['prod-a', 'prod-a-b'], shared: [] };

describe('alarms of an account', () => {
  it('all count for the one who lives there alone', () => {
    const alarms = [alarm('whatever'), alarm('quiet', { state: 'OK' })];
    expect(named(attributeAlarms(alarms, { cells: ['prod-a'], shared: [] }))).toEqual({ 'prod-a': ['whatever', 'quiet'] });
    expect(named(attributeAlarms(alarms, { cells: [], shared: ['dns'] }))).toEqual({ dns: ['whatever', 'quiet'] });
  });

  it('count for whom their dimension, their children or the longest beginning of their name names', () => {
    const alarms = [
      alarm('errors', { metric: on({ Cell: 'prod-a' }) }),
      alarm('prod-a-b-latency'),
      alarm('pager', { kind: 'composite', children: ['errors', 'nested'] }),
      alarm('nested', { kind: 'composite', children: ['prod-a-b-latency', 'pager'] }),
      alarm('dns_down'),
    ];
    expect(named(attributeAlarms(alarms, { ...TWO, shared: ['dns'] }))).toEqual({
      'prod-a': ['errors', 'pager'],
      'prod-a-b': ['prod-a-b-latency', 'pager', 'nested'],
      dns: ['dns_down'],
    });
  });

  it('follow the composite whose children they are', () => {
    const alarms = [
      alarm('disk'),
      alarm('prod-a-page', { kind: 'composite', children: ['inner'] }),
      alarm('inner', { kind: 'composite', children: ['disk'] }),
    ];
    expect(named(attributeAlarms(alarms, TWO))).toEqual({ 'prod-a': ['disk', 'prod-a-page', 'inner'] });
  });

  it('count for every cell there when they name none, marked so, and quiet ones stay away', () => {
    const alarms = [alarm('prod-a-errors'), alarm('database'), alarm('well', { state: 'OK' })];
    expect(named(attributeAlarms(alarms, TWO))).toEqual({ 'prod-a': ['prod-a-errors', '(database)'], 'prod-a-b': ['(database)'] });
    expect(named(attributeAlarms(alarms, { cells: ['prod-a'], shared: ['dns'] }))).toEqual({
      'prod-a': ['prod-a-errors', 'database', 'well'],
    });
  });

  it('are sorted out in time for thousands of cells', () => {
    const cells = Array.from({ length: 4_000 }, (_, i) => `cell-${i}`);
    const composite = alarm('all', { kind: 'composite', children: cells.map((cell) => `${cell}-errors`) });
    const one = cells.flatMap((cell) => Array.from({ length: 5 }, () => alarm(`${cell}-errors`)));
    const many = Array.from({ length: 20_000 }, (_, i) => alarm(`cell-7-${i}`));
    const started = performance.now();
    const found = attributeAlarms([composite, ...one, ...many], { cells, shared: [] });
    // Copying the list of each cell for each alarm takes ten seconds and more.
    expect(performance.now() - started).toBeLessThan(8_000);
    expect(found.get('cell-7')).toHaveLength(1 + 5 + 20_000);
    expect(found.get('cell-8')).toHaveLength(6);
  });
});

describe('alarms of the monitoring account', () => {
  const residents = new Map([
    ['200000000001', ['prod-a']],
    ['200000000002', ['prod-b', 'prod-c']],
  ]);
  const central = (...alarms: Alarm[]) => named(attributeCentralAlarms(alarms, residents, new Set(['prod-a', 'prod-b', 'prod-c', 'far'])));

  it('count for the cell whose account they watch, or that they name', () => {
    const watching = alarm('one', { metric: on({}, '200000000001') });
    const over = alarm('over', { kind: 'composite', children: ['one'] });
    expect(central(watching, over, alarm('far-errors'), alarm('budget'))).toEqual({ 'prod-a': ['one', 'over'], far: ['far-errors'] });
  });

  it('count for every cell of an account with several when they name none', () => {
    const watching = alarm('both', { metric: on({}, '200000000002') });
    const over = alarm('over', { kind: 'composite', children: ['both'] });
    expect(central(watching, over, alarm('one', { metric: on({ Cell: 'prod-c' }, '200000000002') }))).toEqual({
      'prod-b': ['(both)', '(over)'],
      'prod-c': ['(both)', '(over)', 'one'],
    });
  });
});
