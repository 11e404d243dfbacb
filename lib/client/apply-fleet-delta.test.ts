import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FleetCellView, FleetDelta, FleetView } from '#lib/views/fleet-view.ts';
import { applyFleetDelta, isNotNewer } from './apply-fleet-delta.ts';

function cell(name: string, requestsPerSecond: number): FleetCellView {
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
    requestsPerSecond,
    errorRatio: null,
    latencyMs: null,
    saturationPercent: null,
    trafficShare: null,
    spark: null,
    releases: [],
    suspect: null,
  };
}

function fleet(sequence: number, cells: readonly FleetCellView[]): FleetView {
  return {
    version: `boot-${sequence}`,
    organization: { name: 'Orbit' },
    observedAt: new Date(sequence * 1000).toISOString(),
    headline: { health: 'healthy', lead: `${sequence}`, rest: '', detail: '', cell: null },
    findings: [],
    summary: { healthy: cells.length, degraded: 0, critical: 0, noData: 0, outOfService: 0, trafficAtRisk: null },
    sources: [],
    waves: ['small'],
    waveNotes: [],
    moving: [],
    rolloutsVersion: null,
    cells,
    shared: [],
    restored: false,
    refreshSeconds: 60,
  };
}

/** What the server would say between two views. */
function between(before: FleetView, after: FleetView): FleetDelta {
  const old = new Map(before.cells.map((one) => [one.name, one]));
  const { cells, ...rest } = after;
  const names = new Set(cells.map((one) => one.name));
  return {
    ...rest,
    previous: before.version,
    changed: cells.filter((one) => old.get(one.name)?.requestsPerSecond !== one.requestsPerSecond),
    removed: [...old.keys()].filter((name) => !names.has(name)),
  };
}

const sorted = (view: FleetView) => ({ ...view, cells: [...view.cells].sort((a, b) => a.name.localeCompare(b.name)) });

describe('applyFleetDelta', () => {
  test('applying every delta in turn gives the full view', () => {
    const cells = fc.uniqueArray(fc.tuple(fc.constantFrom(...'abcdefgh'), fc.integer({ min: 0, max: 3 })), { selector: ([name]) => name });
    fc.assert(
      fc.property(fc.array(cells, { minLength: 2, maxLength: 8 }), (steps) => {
        const views = steps.map((step, index) =>
          fleet(
            index,
            step.map(([name, rate]) => cell(name, rate)),
          ),
        );
        let mine = views[0] as FleetView;
        for (const [index, next] of views.entries()) {
          if (index === 0) continue;
          const outcome = applyFleetDelta(mine, between(views[index - 1] as FleetView, next));
          if (outcome.kind !== 'applied') throw new Error(outcome.kind);
          mine = outcome.view;
          expect(sorted(mine)).toEqual(sorted(next));
        }
      }),
    );
  });

  test('cells that did not change stay the same objects, in their place', () => {
    const before = fleet(1, [cell('a', 1), cell('b', 1), cell('c', 1)]);
    const outcome = applyFleetDelta(before, between(before, fleet(2, [cell('a', 1), cell('b', 2), cell('c', 1)])));
    if (outcome.kind !== 'applied') throw new Error(outcome.kind);
    expect(outcome.view.cells.map((one) => one.name)).toEqual(['a', 'b', 'c']);
    expect(outcome.view.cells[0]).toBe(before.cells[0]);
    expect(outcome.view.cells[1]?.requestsPerSecond).toBe(2);
  });

  test('a delta that the view has already changes nothing', () => {
    const before = fleet(1, [cell('a', 1)]);
    const after = fleet(2, [cell('a', 2)]);
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
