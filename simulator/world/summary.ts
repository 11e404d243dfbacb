import { inverseNormal, LATENCY_SIGMA, P99 } from './percentile.ts';

/** What CloudWatch keeps of one metric over a stretch of time. */
export interface Summary {
  count: number;
  sum: number;
  min: number;
  max: number;
  /** Of the logarithm of the values, for percentiles of computed latency: weighted mean and mean square. */
  logMean: number;
  logSquare: number;
  logWeight: number;
  /** Values put or few enough to keep, for exact percentiles. */
  values: number[];
}

export function emptySummary(): Summary {
  return { count: 0, sum: 0, min: Infinity, max: -Infinity, logMean: 0, logSquare: 0, logWeight: 0, values: [] };
}

/** Adds `count` samples of one value. */
export function addValue(into: Summary, value: number, count: number): void {
  into.count += count;
  into.sum += value * count;
  into.min = Math.min(into.min, value);
  into.max = Math.max(into.max, value);
  if (into.values.length < 5000) into.values.push(value);
}

/** Adds a minute of `count` log-normal samples with that 99th percentile. */
export function addLogNormal(into: Summary, p99: number, count: number): void {
  if (count <= 0) return;
  const mu = Math.log(p99) - P99 * LATENCY_SIGMA;
  const far = Math.min(4.5, Math.sqrt(2 * Math.log(count + 1)));
  into.count += count;
  into.sum += count * Math.exp(mu + (LATENCY_SIGMA * LATENCY_SIGMA) / 2);
  into.min = Math.min(into.min, Math.exp(mu - far * LATENCY_SIGMA));
  into.max = Math.max(into.max, Math.exp(mu + far * LATENCY_SIGMA));
  into.logWeight += count;
  into.logMean += count * mu;
  into.logSquare += count * mu * mu;
}

/** One statistic of a summary; null for a statistic that CloudWatch does not know, or of nothing. */
export function readStatistic(summary: Summary, statistic: string): number | null {
  if (summary.count === 0) return null;
  switch (statistic) {
    case 'Sum':
      return summary.sum;
    case 'SampleCount':
      return summary.count;
    case 'Average':
      return summary.sum / summary.count;
    case 'Minimum':
      return summary.min;
    case 'Maximum':
      return summary.max;
  }
  const match = /^p(\d{1,2}(?:\.\d{1,10})?|100)$/.exec(statistic);
  if (!match) return null;
  const p = Number(match[1]) / 100;
  if (summary.logWeight > 0) {
    const mean = summary.logMean / summary.logWeight;
    const variance = LATENCY_SIGMA ** 2 + Math.max(0, summary.logSquare / summary.logWeight - mean * mean);
    return Math.min(summary.max, Math.max(summary.min, Math.exp(mean + inverseNormal(p) * Math.sqrt(variance))));
  }
  const sorted = summary.values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(p * sorted.length) - 1))] ?? null;
}
