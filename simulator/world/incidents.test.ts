import { beforeEach, describe, expect, test } from 'vitest';
import { createWorld } from './create-world.ts';
import { type CellWorld, INCIDENT_KINDS, type World } from './types.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;
const START = Date.UTC(2026, 10, 24, 1, 30, 30);
let now = START;
let world: World;
let cell: CellWorld;

beforeEach(() => {
  now = START;
  world = createWorld({ cells: 12, seed: 9, clock: { now: () => now } });
  cell = world.cells.find(({ wave }) => wave === 'medium') as CellWorld;
});

const SIGNALS = [
  ['Requests', 'Sum'],
  ['Errors', 'Sum'],
  ['Latency', 'p99'],
  ['Saturation', 'Maximum'],
] as const;

/** The points of a signal by minutes from the start of the minute in which the test began. */
function read(name: string, from: number, to: number, of = cell): number[] {
  const statistic = SIGNALS.find(([signal]) => signal === name)?.[1] ?? 'Sum';
  const zero = Math.floor(START / MINUTE) * MINUTE;
  const key = { namespace: 'Cell', name, dimensions: [{ name: 'Cell', value: of.name }] };
  return world.metrics.points(of.accountId, of.region, key, statistic, 60, zero + from * MINUTE, zero + to * MINUTE)?.values ?? [];
}
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const all = (from: number, to: number, of = cell) => SIGNALS.map(([name]) => read(name, from, to, of));

function strike(kind: (typeof INCIDENT_KINDS)[number], severity: number) {
  const incident = world.incidents.start({ cell: cell.name, kind, severity });
  now += 20 * MINUTE;
  return incident;
}

describe.each([0.3, 0.6, 1])('at severity %f', (severity) => {
  test('errors rise to half of its square, the rest goes on', () => {
    strike('errors', severity);
    const ratio = mean(read('Errors', 3, 18)) / mean(read('Requests', 3, 18));
    expect(ratio).toBeGreaterThan(0.5 * severity ** 2 * 0.95);
    expect(ratio).toBeLessThan(0.5 * severity ** 2 * 1.05 + 0.001);
    expect(mean(read('Requests', 3, 18)) / mean(read('Requests', -15, 0))).toBeGreaterThan(0.9);
    expect(Math.max(...read('Latency', 3, 18))).toBeLessThan(400);
  });

  test('latency rises by up to 5.7 times, and saturation with it', () => {
    strike('latency', severity);
    const factor = mean(read('Latency', 3, 18)) / mean(read('Latency', -15, 0));
    expect(factor).toBeGreaterThan((1 + 5.7 * severity) * 0.93);
    expect(factor).toBeLessThan((1 + 5.7 * severity) * 1.07);
    const added = mean(read('Saturation', 3, 18)) - mean(read('Saturation', -15, 0));
    expect(Math.abs(added - 22 * severity)).toBeLessThan(4);
  });

  test('traffic falls, and is still counted', () => {
    strike('traffic-loss', severity);
    expect(read('Requests', 3, 18)).toHaveLength(15);
    const left = mean(read('Requests', 3, 18)) / mean(read('Requests', -15, 0));
    expect(Math.abs(left - Math.max(0, 1 - severity * 1.1875))).toBeLessThan(0.06);
  });

  test('silence leaves no point of any signal', () => {
    strike('silence', severity);
    expect(all(1, 18)).toEqual([[], [], [], []]);
    expect(read('Requests', -15, 0)).toHaveLength(15);
  });
});

describe.each(INCIDENT_KINDS)('an incident of %s', (kind) => {
  test('changes no minute that ended before it began, and no other cell', () => {
    const neighbour = world.cells.find((of) => of !== cell) as CellWorld;
    const before = all(-60, 0);
    strike(kind, 1);
    const others = all(-60, 18, neighbour);
    expect(all(-60, 0)).toEqual(before);
    expect(all(1, 18)).not.toEqual(all(-18, -1));
    world = createWorld({ cells: 12, seed: 9, clock: { now: () => now } });
    expect(all(-60, 18, neighbour)).toEqual(others);
  });

  test('ends when it is told to; what happened stays, what follows is as if it had never been', () => {
    const { id } = strike(kind, 1);
    const during = all(0, 19);
    expect(world.incidents.end(id)).toBe(1);
    expect(world.incidents.end(id)).toBe(0);
    expect(world.incidents.list()).toEqual([expect.objectContaining({ id, endedAt: now })]);
    now += 40 * MINUTE;
    expect(all(0, 19)).toEqual(during);
    const after = all(22, 58);
    const undisturbed = createWorld({ cells: 12, seed: 9, clock: { now: () => now } });
    world = undisturbed;
    expect(after).toEqual(all(22, 58));
  });

  test('keeps hours the sums of their minutes', () => {
    const { id } = strike(kind, 0.7);
    world.incidents.end(id);
    now += 4 * HOUR;
    const hour = Math.floor(START / HOUR) * HOUR;
    for (const name of ['Requests', 'Errors']) {
      const key = { namespace: 'Cell', name, dimensions: [{ name: 'Cell', value: cell.name }] };
      const sums = world.metrics.points(cell.accountId, cell.region, key, 'Sum', 3600, hour - HOUR, hour + 3 * HOUR)?.values ?? [];
      const minutes = world.metrics.points(cell.accountId, cell.region, key, 'Sum', 60, hour - HOUR, hour + 3 * HOUR)?.values ?? [];
      const add = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
      expect(sums).toHaveLength(4);
      expect(add(sums)).toBe(add(minutes));
    }
  });
});

describe('the book of incidents', () => {
  test('lists all, and ends all at once', () => {
    world.incidents.start({ cell: cell.name, kind: 'errors' });
    world.incidents.start({ cell: cell.name, kind: 'latency', severity: 0.2 });
    expect(world.incidents.list().map(({ kind, severity }) => [kind, severity])).toEqual([
      ['errors', 0.8],
      ['latency', 0.2],
    ]);
    expect(world.incidents.end()).toBe(2);
    expect(world.incidents.end()).toBe(0);
  });

  test('refuses what it can’t do, by name', () => {
    expect(() => world.incidents.start({ cell: 'nowhere', kind: 'errors' })).toThrow('There is no cell "nowhere"');
    expect(() => world.incidents.start({ cell: cell.name, kind: 'fire' as 'errors' })).toThrow('There is no incident "fire"');
    for (const severity of [-0.1, 1.1, Number.NaN]) {
      expect(() => world.incidents.start({ cell: cell.name, kind: 'errors', severity })).toThrow(RangeError);
    }
    expect(world.incidents.list()).toEqual([]);
  });
});
