import { addStatistics, addValue, emptySummary, type Summary } from './summary.ts';
import type { MetricKey, PutDatum } from './types.ts';

const MINUTE = 60_000;
const MINUTES_KEPT = 200_000;

interface PutMetric {
  key: MetricKey;
  /** By epoch minute. */
  minutes: Map<number, Summary>;
}

/** Points that came by PutMetricData, summed up by minute; the oldest go when there are too many. */
export interface PutData {
  get(id: string): PutMetric | undefined;
  add(id: string, key: MetricKey, datum: PutDatum): void;
  /** Every metric ever put, with its identity. */
  entries(): Iterable<[string, PutMetric]>;
}

export function createPutData(most = MINUTES_KEPT): PutData {
  const metrics = new Map<string, PutMetric>();
  let kept = 0;

  function makeRoom(): void {
    for (const [id, metric] of metrics) {
      for (const minute of metric.minutes.keys()) {
        if (kept <= most) return;
        metric.minutes.delete(minute);
        kept--;
      }
      if (metric.minutes.size === 0) metrics.delete(id);
    }
  }

  return {
    get: (id) => metrics.get(id),
    entries: () => metrics.entries(),
    add(id, key, datum) {
      const metric = metrics.get(id) ?? { key, minutes: new Map<number, Summary>() };
      metrics.set(id, metric);
      const minute = Math.floor(datum.timestamp / MINUTE);
      let summary = metric.minutes.get(minute);
      if (!summary) {
        summary = emptySummary();
        metric.minutes.set(minute, summary);
        kept++;
      }
      for (const [i, value] of datum.values.entries()) addValue(summary, value, datum.counts[i] ?? 1);
      if (datum.statistics) addStatistics(summary, datum.statistics);
      makeRoom();
    },
  };
}
