import { expect, it } from 'vitest';
import { cell, memory, registry } from './fixture.ts';
import { summarize } from './summary.ts';
import type { CellVerdict, Health } from './verdict.ts';

const verdict = (health: Health, baselinePerMinute: number | null): CellVerdict => ({
  health,
  since: 0,
  evidence: [],
  memory: memory(),
  baselinePerMinute,
});

it('counts cells in service, and weighs production traffic at what each cell carried when well', () => {
  const fleet = registry([
    cell('a'),
    cell('b'),
    cell('c'),
    cell('d', { state: 'drained' }),
    cell('e', { environment: 'pre-production' }),
    cell('f'),
  ]);
  const cells = new Map([
    ['a', verdict('healthy', 600)],
    ['b', verdict('critical', 300)],
    ['c', verdict('no-data', 100)],
    ['d', verdict('critical', 5_000)],
    ['e', verdict('degraded', 5_000)],
    ['f', verdict('healthy', null)],
  ]);
  expect(summarize(fleet, cells)).toEqual({ healthy: 2, degraded: 1, critical: 1, noData: 1, outOfService: 1, trafficAtRisk: 0.4 });
  expect(summarize(registry([cell('f')]), cells).trafficAtRisk).toBeNull();
});

it('does not call the traffic at risk zero when a sick cell has never told its traffic', () => {
  const fleet = registry([cell('a'), cell('b')]);
  const cells = new Map([
    ['a', verdict('healthy', 600)],
    ['b', verdict('no-data', null)],
  ]);
  expect(summarize(fleet, cells).trafficAtRisk).toBeNull();
});
