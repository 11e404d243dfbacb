import { expect, it } from 'vitest';
import { Meter } from '#lib/aws/meter.ts';
import { metricsText } from './metrics-text.ts';

it('tells the age of each pipeline and whether it can be read, under names that Prometheus can parse', () => {
  const failure = { code: 'throttled' as const, message: 'slow', accountId: null, region: null, since: 0 };
  const text = metricsText({
    meter: new Meter(),
    ownBill: { month: '2026-11', usd: '0', projectedUsd: null, classes: [], budgetUsd: null, slowed: [] },
    sources: [],
    pipelines: [
      { component: 'router', read: { observedAt: 1_000, intervalMs: 60_000, failure: null } },
      { component: 'a "b" \\', read: { observedAt: null, intervalMs: 60_000, failure } },
    ],
    refreshMs: {},
    viewers: 0,
    minutesToFill: 0,
    eventLoopP99Ms: 0,
    now: 31_000,
  });
  expect(text.split('\n').filter((line) => line.startsWith('cellwatch_pipeline_'))).toEqual([
    'cellwatch_pipeline_age_seconds{component="router"} 30',
    'cellwatch_pipeline_failing{component="router"} 0',
    'cellwatch_pipeline_failing{component="a \\"b\\" \\\\"} 1',
  ]);
});
