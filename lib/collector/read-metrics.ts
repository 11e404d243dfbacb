import type { Aws, Reader } from '#lib/aws/aws.ts';
import { AwsFailure, classifyFailure } from '#lib/aws/classify-failure.ts';
import type { Clock } from '#lib/clock.ts';
import type { Failure, ReadState } from '#lib/domain/facts.ts';
import { HOUR, MINUTE } from '#lib/domain/series.ts';
import { getMetricData, type MetricWindow, POINTS_PER_CALL, QUERIES_PER_CALL } from '#lib/sources/metrics/get-metric-data.ts';
import { eachWithLimit } from './each-with-limit.ts';
import { hoursOf, KEPT_HOURS, minutesOf } from './fact-book.ts';
import type { Patience } from './patience.ts';
import { completeMinute, type Gap, isCounted, keptMinutes, noteCovered, noteFilled, type TrackedMetric } from './tracked-metric.ts';

/** The minutes that every refresh reads again, for points that came late. */
const TAIL_MINUTES = 15;
/** The very first read takes a little more, so that there is a picture at once. */
const FIRST_TAIL_MINUTES = 30;
/** Points that came late are read again, however seldom metrics are read. */
const LATE_MINUTES = 5;
/** A refresh is late by its own duration, its jitter and what throttling adds. */
const LATE_BY_AT_MOST = 2.2;
/** The longest stretch for which 500 metrics fit one call. */
const SLAB_MINUTES = Math.floor(POINTS_PER_CALL / QUERIES_PER_CALL);
/** Hours read again once an hour. */
const TAIL_HOURS = 3;
const READERS_AT_ONCE = 12;

/** What a round of reading came to. */
export interface Round {
  throttled: boolean;
  /** True when at least one metric was read. */
  any: boolean;
}

interface Batch {
  /** Account, Region and role, and which of its batches. */
  id: string;
  reader: Reader;
  metrics: TrackedMetric[];
}

/**
 * Reads the tail of all metrics: exactly ceil(metrics / 500) calls a reader and Region, unless AWS pages. Accounts that hang are
 * not waited for; what they answer is kept when it comes.
 */
export async function readTail(
  aws: Aws,
  clock: Clock,
  metrics: readonly TrackedMetric[],
  intervalMs: number,
  patience: Patience,
): Promise<Round> {
  const end = completeMinute(clock.now());
  const round: Round = { throttled: false, any: false };
  const plan = (batch: Batch): Reading => {
    const start = end - tailOf(batch.metrics, end);
    return {
      window: { start: start * MINUTE, end: end * MINUTE, periodSeconds: 60 },
      good: (metric, read) => {
        noteCovered(metric, start, end);
        metric.facts.metricReads[metric.signal] = read;
      },
      bad: (metric, failure) => {
        metric.facts.metricReads[metric.signal] = failedRead(metric.facts.metricReads[metric.signal], failure, intervalMs);
      },
      intervalMs,
    };
  };
  const id = (batch: Batch) => batch.id;
  await patience.each(batches(metrics), READERS_AT_ONCE, id, (batch) => readBatch(aws, clock, batch, plan(batch), round));
  return round;
}

/** Where metrics are read seldom, a longer tail joins what is known: the price is by metric, and a gap would be paid for again. */
function tailOf(metrics: readonly TrackedMetric[], end: number): number {
  let behind: number | null = null;
  for (const { coveredTo, facts, signal } of metrics) {
    if (coveredTo === null) continue;
    behind ??= 0;
    const every = (facts.metricReads[signal]?.intervalMs ?? 0) / MINUTE;
    // What is missing for longer than that was an outage.
    if (end - coveredTo <= every * LATE_BY_AT_MOST) behind = Math.max(behind, end - coveredTo);
  }
  return behind === null ? FIRST_TAIL_MINUTES : Math.max(TAIL_MINUTES, behind + LATE_MINUTES);
}

/**
 * Fills the newest gap of each metric, as far as one call goes. Answers null when there is nothing to fill.
 * The past of accounts that hang waits until they answer again.
 */
export async function fillNewestGaps(aws: Aws, clock: Clock, metrics: readonly TrackedMetric[], patience: Patience): Promise<Round | null> {
  const end = completeMinute(clock.now());
  const bySlab = new Map<string, { gap: Gap; metrics: TrackedMetric[] }>();
  for (const metric of metrics) {
    const newest = metric.gaps[0];
    if (!newest) continue;
    const gap = { from: Math.max(newest.from, newest.to - SLAB_MINUTES, end - keptMinutes(metric.signal)), to: newest.to };
    if (gap.from >= gap.to) {
      metric.gaps = metric.gaps.slice(1);
      continue;
    }
    const key = `${gap.from} ${gap.to}`;
    const slab = bySlab.get(key) ?? { gap, metrics: [] };
    bySlab.set(key, slab);
    slab.metrics.push(metric);
  }
  if (bySlab.size === 0) return null;
  const round: Round = { throttled: false, any: false };
  for (const { gap, metrics: wanted } of [...bySlab.values()].sort((a, b) => b.gap.to - a.gap.to)) {
    const read = await readBatches(aws, clock, batches(wanted), patience, () => ({
      window: { start: gap.from * MINUTE, end: gap.to * MINUTE, periodSeconds: 60 },
      good: (metric) => noteFilled(metric, gap),
      bad: () => {},
      intervalMs: 0,
    }));
    round.throttled ||= read.throttled;
    round.any ||= read.any;
  }
  return round;
}

/** Reads hourly sums of requests and errors: 8 days at first, then the last hours. */
export async function readHours(aws: Aws, clock: Clock, metrics: readonly TrackedMetric[], patience: Patience): Promise<Round> {
  const end = Math.floor(clock.now() / HOUR);
  const summed = metrics.filter(({ signal }) => isCounted(signal));
  const byStart = Map.groupBy(summed, ({ hoursTo }) => Math.max(end - KEPT_HOURS, Math.min(hoursTo ?? 0, end) - TAIL_HOURS));
  const round: Round = { throttled: false, any: false };
  for (const [start, wanted] of byStart) {
    const read = await readBatches(aws, clock, batches(wanted), patience, () => ({
      window: { start: start * HOUR, end: end * HOUR, periodSeconds: 3600 },
      good: (metric) => {
        metric.hoursTo = end;
      },
      bad: () => {},
      intervalMs: 0,
    }));
    round.throttled ||= read.throttled;
    round.any ||= read.any;
  }
  return round;
}

interface Reading {
  window: MetricWindow;
  good(metric: TrackedMetric, read: ReadState): void;
  bad(metric: TrackedMetric, failure: Omit<Failure, 'since'> & { at: number }): void;
  intervalMs: number;
}

async function readBatches(
  aws: Aws,
  clock: Clock,
  all: readonly Batch[],
  patience: Patience,
  plan: (batch: Batch) => Reading,
): Promise<Round> {
  const round: Round = { throttled: false, any: false };
  const answering = all.filter((batch) => !patience.hangs(batch.id));
  await eachWithLimit(answering, READERS_AT_ONCE, (batch) => readBatch(aws, clock, batch, plan(batch), round));
  return round;
}

/** Reads one batch and notes in `round` what came of it. Never throws. */
async function readBatch(aws: Aws, clock: Clock, batch: Batch, reading: Reading, round: Round): Promise<void> {
  try {
    const wanted = batch.metrics.map((metric) => metric.wanted);
    const results = await getMetricData(aws, batch.reader, wanted, reading.window);
    const read: ReadState = { observedAt: clock.now(), intervalMs: reading.intervalMs, failure: null };
    batch.metrics.forEach((metric, index) => {
      const result = results[index];
      if (result?.ok) {
        keep(metric, result.times, result.values, reading.window);
        reading.good(metric, read);
        round.any = true;
      } else if (result) {
        const accountId = metric.wanted.accountId ?? batch.reader.accountId;
        reading.bad(metric, { code: result.code, message: result.message, accountId, region: batch.reader.region, at: clock.now() });
      }
    });
  } catch (error) {
    const { accountId, region, role } = batch.reader;
    const target = { service: 'CloudWatch', operation: 'GetMetricData', accountId, region, role: role?.name ?? null };
    const failure = error instanceof AwsFailure ? error : classifyFailure(error, target);
    round.throttled ||= failure.code === 'throttled';
    for (const metric of batch.metrics) {
      reading.bad(metric, { code: failure.code, message: failure.message, accountId, region, at: clock.now() });
    }
  }
}

function keep(metric: TrackedMetric, times: readonly number[], values: readonly number[], window: MetricWindow): void {
  const step = window.periodSeconds * 1000;
  const hourly = window.periodSeconds === 3600;
  if (times.length === 0) return;
  const series = hourly ? hoursOf(metric.facts, metric.signal as 'requests' | 'errors') : minutesOf(metric.facts, metric.signal);
  // The newest first: an older point then never has to wait for the ring to be laid out.
  for (let i = times.length - 1; i >= 0; i--) {
    const time = times[i] as number;
    if (time >= window.start && time < window.end) series.set(Math.floor(time / step), values[i] as number);
  }
}

/** A failed read keeps when it last went well; the failure lasts since its first in this unbroken run. */
export function failedRead(before: ReadState | undefined, failure: Omit<Failure, 'since'> & { at: number }, intervalMs: number): ReadState {
  const { code, message, accountId, region, at } = failure;
  const since = before?.failure?.code === code ? before.failure.since : at;
  return { observedAt: before?.observedAt ?? null, intervalMs, failure: { code, message, accountId, region, since } };
}

/** At most 500 metrics each, one reader and Region each, in registry order. */
function batches(metrics: readonly TrackedMetric[]): Batch[] {
  const open = new Map<string, Batch>();
  const counts = new Map<string, number>();
  const all: Batch[] = [];
  for (const metric of metrics) {
    const { accountId, region, role } = metric.reader;
    const key = `${accountId ?? ''} ${region} ${role?.name ?? ''}`;
    let batch = open.get(key);
    if (!batch || batch.metrics.length >= QUERIES_PER_CALL) {
      const count = counts.get(key) ?? 0;
      counts.set(key, count + 1);
      batch = { id: `${key} ${count}`, reader: metric.reader, metrics: [] };
      open.set(key, batch);
      all.push(batch);
    }
    batch.metrics.push(metric);
  }
  return all;
}
