import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fakeFleet } from '#lib/http/fake-runtime.ts';
import { fleetDeltaSteps } from '#lib/views/build-fleet-delta.ts';
import type { FleetDelta } from '#lib/views/fleet-delta.ts';
import type { FleetCellView, FleetView } from '#lib/views/fleet-view.ts';
import { applyFleetDelta, isNotNewer } from './apply-fleet-delta.ts';

const START = Date.UTC(2026, 10, 24);

function cell(name: string, change: Partial<FleetCellView> = {}): FleetCellView {
  return {
    name,
    accountId: '200000000001',
    region: 'us-east-1',
    cloud: 'aws',
    environment: 'production',
    wave: 'small',
    state: 'in-service',
    health: 'healthy',
    since: '2026-11-24T00:00:00.000Z',
    evidence: [],
    requestsPerSecond: 1,
    errorRatio: null,
    latencyMs: null,
    saturationPercent: null,
    trafficShare: null,
    spark: null,
    releases: [],
    suspect: null,
    ...change,
  };
}

function fleet(sequence: number, cells: readonly FleetCellView[], change: Partial<FleetView> = {}): FleetView {
  const observedAt = new Date(START + sequence * 20_000).toISOString();
  return fakeFleet(`boot-${sequence}`, { observedAt, waves: ['small'], cells, ...change });
}

/** What the server says between two views, over the wire. */
function between(before: FleetView, after: FleetView): FleetDelta {
  const steps = fleetDeltaSteps(before, after);
  for (;;) {
    const step = steps.next();
    if (step.done) return JSON.parse(JSON.stringify(step.value));
  }
}

function applied(before: FleetView, delta: FleetDelta): FleetView {
  const outcome = applyFleetDelta(before, delta);
  if (outcome.kind !== 'applied') throw new Error(outcome.kind);
  return outcome.view;
}

const figure = fc.option(fc.constantFrom(0, 0.00012, 1.5, 99), { freq: 4 });
/** Points of the minutes so far: the newest 30 are drawn, later ones may fill gaps of earlier ones. */
const spark = fc.record({
  signal: fc.constantFrom('requests' as const, 'latency' as const),
  points: fc.array(fc.option(fc.integer({ min: 0, max: 3 })), { minLength: 30, maxLength: 30 }),
});
const randomCell = fc.record({
  name: fc.constantFrom(...'abcdefghijkl'),
  region: fc.constantFrom('us-east-1', 'us-east-1', 'us-east-1', 'eu-west-1'),
  health: fc.constantFrom('healthy' as const, 'healthy' as const, 'healthy' as const, 'critical' as const),
  evidence: fc.array(
    fc.record({
      kind: fc.constant('latency' as const),
      health: fc.constant('degraded' as const),
      text: fc.constantFrom('slow', 'slower'),
      detail: fc.constant(''),
      signal: fc.constant(null),
      since: fc.constant('2026-11-24T00:00:00.000Z'),
      informs: fc.boolean(),
    }),
    { maxLength: 1 },
  ),
  requestsPerSecond: figure,
  errorRatio: figure,
  latencyMs: figure,
  saturationPercent: figure,
  trafficShare: figure,
  spark: fc.option(spark),
});
const randomFleet = fc.record({
  cells: fc.uniqueArray(randomCell, { selector: (one) => one.name, maxLength: 12 }),
  waves: fc.constantFrom(['small'], ['small', 'large']),
  restored: fc.boolean(),
  /** Epoch ms since the version before. */
  later: fc.constantFrom(0, 20_000, 60_000, 150_000, 3_600_000),
});

describe('applyFleetDelta', () => {
  test('before and delta are after, whatever changed', () => {
    fc.assert(
      fc.property(fc.array(randomFleet, { minLength: 2, maxLength: 5 }), (steps) => {
        let at = START;
        const views = steps.map(({ cells, later, ...change }, sequence) => {
          at += later;
          const all = cells.map((one) => cell(one.name, one));
          return fleet(sequence, all, { ...change, observedAt: new Date(at).toISOString() });
        });
        let mine = views[0] as FleetView;
        for (const next of views.slice(1)) {
          mine = applied(mine, between(mine, next));
          expect(mine).toEqual(next);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('a sparkline that moves on is told by its new points alone', () => {
    const points = Array.from({ length: 40 }, (_, minute) => minute);
    const at = (minute: number, change: Partial<Record<number, number | null>> = {}) =>
      ['a', 'b'].map((name) => {
        const shown = points.slice(minute, minute + 30).map((point) => (point in change ? (change[point] ?? null) : point));
        return cell(name, { spark: { signal: 'requests', points: name === 'a' ? shown : shown.map(() => 5) } });
      });
    const before = fleet(0, at(0, { 28: null, 29: null }));
    const after = fleet(3, at(1, { 30: null }));
    const delta = between(before, after);
    expect(delta.changed).toEqual([]);
    expect(delta.sparks).toEqual({ dropped: 1, tails: { steps: [1, 1], values: [[28, 29, null], [5]] } });
    expect(applied(before, delta)).toEqual(after);
  });

  test('figures are told in columns, cells whole only where more changed', () => {
    const names = [...'abcdefghij'];
    const before = fleet(
      1,
      names.map((name) => cell(name)),
    );
    const after = fleet(
      2,
      names.map((name, place) =>
        cell(name, {
          requestsPerSecond: 10 + place,
          latencyMs: name === 'c' || name === 'd' ? 7 : null,
          ...(name === 'b' ? { health: 'critical' } : {}),
        }),
      ),
    );
    const delta = between(before, after);
    expect(delta.changed.map((one) => one.name)).toEqual(['b']);
    expect(delta.figures).toEqual({
      requestsPerSecond: { values: names.map((_, place) => 10 + place) },
      latencyMs: { steps: [3, 1], values: [7, 7] },
    });
    expect(delta).not.toHaveProperty('order');
    expect(delta).not.toHaveProperty('waves');
    expect(applied(before, delta)).toEqual(after);
  });

  test('cells that did not change stay the same objects', () => {
    const before = fleet(1, [cell('a'), cell('b'), cell('c')]);
    const after = applied(before, between(before, fleet(2, [cell('a'), cell('b', { requestsPerSecond: 2 }), cell('c')])));
    expect(after.cells[0]).toBe(before.cells[0]);
    expect(after.cells[1]).not.toBe(before.cells[1]);
    expect(after.cells[2]).toBe(before.cells[2]);
    expect(before.cells[1]?.requestsPerSecond).toBe(1);
  });

  test('a new cell stands where the registry has it, a removed one is gone', () => {
    const before = fleet(1, [cell('a'), cell('c'), cell('d')]);
    const after = fleet(2, [cell('d'), cell('b'), cell('c')]);
    const delta = between(before, after);
    expect(delta).toMatchObject({ removed: ['a'], changed: [{ name: 'b' }] });
    expect(applied(before, delta)).toEqual(after);
  });

  test('a whole fleet of new figures fits into 25 bytes a cell', () => {
    const many = (seed: number) =>
      Array.from({ length: 10_000 }, (_, place) => {
        const noise = (size: number, digits = 3) =>
          Number((size * (1 + ((place * 7919 + seed * 104_729) % 9_973) / 1_109)).toPrecision(digits));
        return cell(`prod-${place}`, {
          requestsPerSecond: noise(30),
          errorRatio: noise(0.0001),
          latencyMs: noise(80),
          saturationPercent: noise(8),
          trafficShare: noise(0.00002, 2),
        });
      });
    const before = fleet(1, many(1));
    const after = fleet(4, many(2));
    const delta = between(before, after);
    expect(delta.changed).toEqual([]);
    expect(JSON.stringify(delta).length).toBeLessThan(250_000);
    expect(applied(before, delta)).toEqual(after);
  });

  test('a delta that the view has already changes nothing', () => {
    const before = fleet(1, [cell('a')]);
    const after = fleet(2, [cell('a', { requestsPerSecond: 2 })]);
    expect(applyFleetDelta(after, between(before, after))).toEqual({ kind: 'known' });
    expect(applyFleetDelta(fleet(5, []), between(before, after))).toEqual({ kind: 'known' });
  });

  test('a delta on a version that the view does not have is a gap', () => {
    expect(applyFleetDelta(fleet(1, []), between(fleet(2, []), fleet(3, [])))).toEqual({ kind: 'gap' });
    const restarted = { ...between(fleet(0, []), fleet(1, [])), version: 'reboot-1', previous: 'reboot-0' };
    expect(applyFleetDelta(fleet(9, []), restarted)).toEqual({ kind: 'gap' });
  });
});

test('versions of another boot are never known', () => {
  expect(isNotNewer('a-b-3', 'a-b-10')).toBe(true);
  expect(isNotNewer('a-b-11', 'a-b-10')).toBe(false);
  expect(isNotNewer('other-1', 'a-b-10')).toBe(false);
});
