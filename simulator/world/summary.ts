import { inverseNormal, LATENCY_SIGMA, P99 } from './percentile.ts';
import type { PutDatum } from './types.ts';

/** What CloudWatch keeps of one metric over a stretch of time. */
export interface Summary {
  count: number;
  sum: number;
  min: number;
  max: number;
  /** Of the logarithm of the values, for percentiles of computed latency: weighted sum, sum of squares, weight. */
  logSum: number;
  logSquare: number;
  logWeight: number;
  /** Samples for percentiles: a value and how often. Few are exact; many are merged with their neighbours. */
  samples: { value: number; count: number }[];
}

const SAMPLES_KEPT = 512;

export function emptySummary(): Summary {
  return { count: 0, sum: 0, min: Infinity, max: -Infinity, logSum: 0, logSquare: 0, logWeight: 0, samples: [] };
}

/** Adds `count` samples of one value. */
export function addValue(into: Summary, value: number, count: number): void {
  if (count <= 0) return;
  into.count += count;
  into.sum += value * count;
  if (value < into.min) into.min = value;
  if (value > into.max) into.max = value;
  addSample(into, value, count);
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
  into.logSum += count * mu;
  into.logSquare += count * mu * mu;
}

/** Adds what a sender has summed up already; percentiles then know only its mean, as good as nothing else is known. */
export function addStatistics(into: Summary, { sampleCount, sum, minimum, maximum }: NonNullable<PutDatum['statistics']>): void {
  if (sampleCount <= 0) return;
  into.count += sampleCount;
  into.sum += sum;
  into.min = Math.min(into.min, minimum);
  into.max = Math.max(into.max, maximum);
  addSample(into, sum / sampleCount, sampleCount);
}

/** Adds all that another summary holds. */
export function addSummary(into: Summary, from: Summary): void {
  into.count += from.count;
  into.sum += from.sum;
  into.min = Math.min(into.min, from.min);
  into.max = Math.max(into.max, from.max);
  into.logSum += from.logSum;
  into.logSquare += from.logSquare;
  into.logWeight += from.logWeight;
  for (const { value, count } of from.samples) addSample(into, value, count);
}

function addSample(into: Summary, value: number, count: number): void {
  const { samples } = into;
  const last = samples.at(-1);
  if (last?.value === value) last.count += count;
  else samples.push({ value, count });
  if (samples.length < 2 * SAMPLES_KEPT) return;
  samples.sort((a, b) => a.value - b.value);
  into.samples = [];
  for (let i = 0; i < samples.length; i += 2) into.samples.push(merged(samples[i], samples[i + 1]));
}

function merged(a: Summary['samples'][0] = { value: 0, count: 0 }, b: Summary['samples'][0] = { value: 0, count: 0 }) {
  const count = a.count + b.count;
  return { value: (a.value * a.count + b.value * b.count) / count, count };
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
  const value = summary.logWeight > 0 ? logNormalPercentile(summary, p) : samplePercentile(summary, p);
  return Math.min(summary.max, Math.max(summary.min, value));
}

function logNormalPercentile(summary: Summary, p: number): number {
  let { logSum, logSquare, logWeight } = summary;
  for (const { value, count } of summary.samples) {
    const log = Math.log(Math.max(value, 1e-9));
    logSum += count * log;
    logSquare += count * log * log;
    logWeight += count;
  }
  const mean = logSum / logWeight;
  const spread = (LATENCY_SIGMA ** 2 * summary.logWeight) / logWeight + Math.max(0, logSquare / logWeight - mean * mean);
  return Math.exp(mean + inverseNormal(p) * Math.sqrt(spread));
}

function samplePercentile(summary: Summary, p: number): number {
  const sorted = summary.samples.toSorted((a, b) => a.value - b.value);
  const rank = Math.max(1, Math.ceil(p * summary.count));
  let seen = 0;
  for (const { value, count } of sorted) {
    seen += count;
    if (seen >= rank) return value;
  }
  return summary.max;
}
