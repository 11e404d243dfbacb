import { expect, test } from 'vitest';
import type { CellFacts } from '#lib/domain/facts.ts';
import type { SignalDefinition } from '#lib/domain/registry/registry.ts';
import { MINUTE, Series } from '#lib/domain/series.ts';
import { signalValue } from './signal-value.ts';

const ERRORS = { whenMissing: 'zero' } as SignalDefinition;

function facts(requests: readonly number[], errors: readonly number[]): CellFacts {
  const series = (values: readonly number[]) => {
    const made = new Series(MINUTE, 10);
    values.forEach((value, minute) => {
      if (!Number.isNaN(value)) made.set(minute, value);
    });
    return made;
  };
  const unread = { observedAt: null, intervalMs: 0, failure: null };
  return { minutes: { requests: series(requests), errors: series(errors) }, hours: {}, metricReads: {}, alarms: [], alarmRead: unread };
}

test('a minute without errors counts as zero once a later minute is known; until then its count may only be late', () => {
  const of = (known: CellFacts) => [0, 1, 2].map((minute) => signalValue(known, 'errors', minute, ERRORS));
  expect(of(facts([100, 100, 100], [1, Number.NaN, Number.NaN]))).toEqual([0.01, 0, Number.NaN]);
  expect(of(facts([100, 100, 100], [1, Number.NaN, 2]))).toEqual([0.01, 0, 0.02]);
});

test('without requests nothing is known of errors', () => {
  expect(signalValue(facts([100, Number.NaN, 100], [1, Number.NaN, 1]), 'errors', 1, ERRORS)).toBeNaN();
});
