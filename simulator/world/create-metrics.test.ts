import { beforeEach, describe, expect, test } from 'vitest';
import { createWorld } from './create-world.ts';
import type { CellWorld, World } from './types.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;
const START = Date.UTC(2026, 10, 24, 1, 30, 30);
let now = START;
let world: World;
let cell: CellWorld;

beforeEach(() => {
  now = START;
  world = createWorld({ cells: 24, seed: 3, clock: { now: () => now } });
  cell = world.cells.at(-3) as CellWorld;
});

const keyOf = (name: string, of = cell) => ({ namespace: 'Cell', name, dimensions: [{ name: 'Cell', value: of.name }] });
function read(name: string, statistic: string, period: number, start: number, end: number, of = cell) {
  return world.metrics.points(of.accountId, of.region, keyOf(name, of), statistic, period, start, end);
}
function layer(name: string, statistic: string, period: number, start: number, end: number) {
  const key = { namespace: 'Cell', name, dimensions: [{ name: 'Layer', value: 'routing' }] };
  return world.metrics.points('100000000004', 'us-east-1', key, statistic, period, start, end)?.values ?? [];
}
const total = (values: readonly number[] = []) => values.reduce((sum, value) => sum + value, 0);
const lastHour = Math.floor(START / HOUR) * HOUR;

describe('points', () => {
  test.each(['Requests', 'Errors'])('%s of an hour and of a day are the sums of their minutes, in every cell', (name) => {
    for (const of of world.cells) {
      const minutes = read(name, 'Sum', 60, lastHour - 24 * HOUR, lastHour, of);
      expect(total(read(name, 'Sum', 3600, lastHour - 24 * HOUR, lastHour, of)?.values)).toBe(total(minutes?.values));
      const five = read(name, 'Sum', 300, lastHour - HOUR, lastHour, of);
      expect(total(five?.values)).toBe(total(read(name, 'Sum', 3600, lastHour - HOUR, lastHour, of)?.values));
    }
  });

  test('count one sample a request', () => {
    const range = [lastHour - HOUR, lastHour] as const;
    const requests = read('Requests', 'Sum', 3600, ...range)?.values;
    expect(read('Requests', 'SampleCount', 3600, ...range)?.values).toEqual(requests);
    expect(read('Latency', 'SampleCount', 3600, ...range)?.values).toEqual(requests);
    expect(read('Requests', 'Average', 3600, ...range)?.values).toEqual([1]);
    const dense = world.cells.find(
      (of) => of.wave === 'pre-production' && read('Errors', 'Minimum', 60, ...range, of)?.values.includes(0),
    ) as CellWorld;
    expect(read('Errors', 'SampleCount', 60, ...range, dense)).toEqual(read('Requests', 'Sum', 60, ...range, dense));
  });

  test('of a service without errors are missing or zero, by its habit', () => {
    const quiet = world.cells.filter((of) => of.wave === 'pre-production' || of.wave === null);
    const habits = quiet.map((of) => read('Errors', 'Sum', 60, lastHour - 6 * HOUR, lastHour, of)?.values ?? []);
    expect(habits.some((values) => values.length === 360 && values.includes(0))).toBe(true);
    expect(habits.some((values) => values.length > 0 && values.length < 360 && !values.includes(0))).toBe(true);
  });

  test('come within 20 seconds of the minute’s end, and never before', () => {
    const minute = Math.floor(START / MINUTE) * MINUTE;
    now = minute + MINUTE - 1;
    expect(read('Requests', 'Sum', 60, minute, minute + MINUTE)?.values).toEqual([]);
    now = minute + MINUTE + 20_000;
    expect(read('Requests', 'Sum', 60, minute, minute + MINUTE)?.values).toHaveLength(1);
  });

  test('are kept for 15, 63 and 455 days by period', () => {
    for (const [period, days] of [
      [60, 15],
      [300, 63],
      [3600, 455],
    ] as const) {
      const border = Math.ceil((START - days * DAY) / HOUR) * HOUR;
      expect(read('Requests', 'Sum', period, border - HOUR, border)?.values.length).toBeLessThan(HOUR / 1000 / period);
      expect(read('Requests', 'Sum', period, border, border + HOUR)?.values).toHaveLength(HOUR / 1000 / period);
    }
  });

  test('are null for a metric that never reported there', () => {
    expect(world.metrics.points(cell.accountId, 'eu-central-1', keyOf('Requests'), 'Sum', 60, START - HOUR, START)).toBeNull();
    expect(read('Heat', 'Sum', 60, START - HOUR, START)).toBeNull();
  });
});

describe('data that was put', () => {
  const at = Math.floor(START / MINUTE) * MINUTE - 5 * MINUTE;
  const put = (name: string, namespace: string, values: number[], counts: number[]) =>
    world.metrics.put(cell.accountId, cell.region, namespace, [
      { name, dimensions: [{ name: 'Cell', value: cell.name }], timestamp: at + 1234, unit: null, values, counts },
    ]);

  test('of a new metric is listed once and read as it was sent', () => {
    put('Orders', 'Shop', [2, 4], [10, 5000]);
    put('Orders', 'Shop', [1], [1]);
    const key = { namespace: 'Shop', name: 'Orders', dimensions: [{ name: 'Cell', value: cell.name }] };
    expect(world.metrics.list(cell.accountId, cell.region).filter(({ name }) => name === 'Orders')).toEqual([key]);
    const value = (statistic: string) => world.metrics.points(cell.accountId, cell.region, key, statistic, 60, at, at + MINUTE)?.values;
    expect([value('Sum'), value('SampleCount'), value('Minimum'), value('Maximum'), value('p50')]).toEqual([
      [20_021],
      [5011],
      [1],
      [4],
      [4],
    ]);
  });

  test('adds to what is computed, in minutes and in hours', () => {
    const hour = Math.floor(at / HOUR) * HOUR - HOUR;
    const before = read('Requests', 'Sum', 60, at, at + MINUTE)?.values[0] ?? 0;
    const hourBefore = read('Requests', 'Sum', 3600, hour, hour + HOUR)?.values[0] ?? 0;
    put('Requests', 'Cell', [7], [3]);
    world.metrics.put(cell.accountId, cell.region, 'Cell', [
      { name: 'Requests', dimensions: keyOf('Requests').dimensions, timestamp: hour, unit: null, values: [100], counts: [1] },
    ]);
    expect(read('Requests', 'Sum', 60, at, at + MINUTE)?.values).toEqual([before + 21]);
    expect(read('Requests', 'Sum', 3600, hour, hour + HOUR)?.values).toEqual([hourBefore + 100]);
    expect(world.metrics.list(cell.accountId, cell.region)).toHaveLength(4);
  });
});

describe('the routing layer', () => {
  test('carries about the traffic of all cells, and its hours are the sums of its minutes', () => {
    const range = [lastHour - 3 * HOUR, lastHour] as const;
    const cells = total(world.cells.flatMap((of) => read('Requests', 'Sum', 3600, ...range, of)?.values ?? []));
    const routed = total(layer('Requests', 'Sum', 3600, ...range));
    expect(routed / cells).toBeGreaterThan(0.9);
    expect(routed / cells).toBeLessThan(1.1);
    expect(total(layer('Requests', 'Sum', 60, ...range))).toBe(routed);
    expect(total(layer('Errors', 'Sum', 60, ...range))).toBe(total(layer('Errors', 'Sum', 3600, ...range)));
  });

  test('loses what its cells lose, and sees their errors', () => {
    const at = Math.floor(START / MINUTE) * MINUTE;
    for (const of of world.cells)
      world.incidents.start({ cell: of.name, kind: of.wave === 'large' ? 'traffic-loss' : 'errors', severity: 1 });
    now += 10 * MINUTE;
    const [before = 0] = layer('Requests', 'Sum', 60, at - MINUTE, at);
    const [after = 0] = layer('Requests', 'Sum', 60, at + 5 * MINUTE, at + 6 * MINUTE);
    expect(after / before).toBeLessThan(0.7);
    const [errors = 0] = layer('Errors', 'Sum', 60, at + 5 * MINUTE, at + 6 * MINUTE);
    expect(errors / after).toBeGreaterThan(0.3);
    now = lastHour + 2 * HOUR;
    expect(total(layer('Requests', 'Sum', 60, lastHour, lastHour + HOUR))).toBe(
      total(layer('Requests', 'Sum', 3600, lastHour, lastHour + HOUR)),
    );
  });

  test('costs the same however many cells it serves', () => {
    const many = createWorld({ cells: 10_000, seed: 1, clock: { now: () => START } });
    const key = { namespace: 'Cell', name: 'Requests', dimensions: [{ name: 'Layer', value: 'routing' }] };
    const started = process.cpuUsage();
    many.metrics.points('100000000004', 'us-east-1', key, 'Sum', 60, lastHour - DAY, lastHour);
    const { user, system } = process.cpuUsage(started);
    expect((user + system) / 1000).toBeLessThan(500);
  });
});

test('8 days of hourly sums of 10,000 cells cost at most 5 seconds', () => {
  const many = createWorld({ cells: 10_000, seed: 1, clock: { now: () => START } });
  const started = process.cpuUsage();
  for (const of of many.cells) {
    for (const name of ['Requests', 'Errors']) {
      many.metrics.points(of.accountId, of.region, keyOf(name, of), 'Sum', 3600, lastHour - 192 * HOUR, lastHour);
    }
  }
  const { user, system } = process.cpuUsage(started);
  expect((user + system) / 1000).toBeLessThan(5000);
});
