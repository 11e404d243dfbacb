import { namedRole } from '#lib/aws/assumed-role.ts';
import type { Reader } from '#lib/aws/aws.ts';
import type { CellFacts } from '#lib/domain/facts.ts';
import type { Registry, Signal, SignalDefinition } from '#lib/domain/registry/registry.ts';
import { SIGNALS } from '#lib/domain/registry/registry.ts';
import { MINUTE } from '#lib/domain/series.ts';
import type { MetricWanted } from '#lib/sources/metrics/get-metric-data.ts';

/** Minutes kept of requests and errors: 6 h 15 min, for the longest burn window. */
const LONG_MINUTES = 375;
/** Minutes kept of latency and saturation: 3 h, for the charts. */
const SHORT_MINUTES = 180;

/** eu-west-1, us-gov-east-1; Google's are written europe-west1. */
const AWS_REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;

/** A stretch of minutes not yet read, as indices; the end is exclusive. */
export interface Gap {
  from: number;
  to: number;
}

/** One metric that is read again and again, and how much of its past is known. */
export interface TrackedMetric {
  facts: CellFacts;
  signal: Signal;
  reader: Reader;
  wanted: MetricWanted;
  /** Minute up to which reads succeeded without a break (exclusive); null before the first. */
  coveredTo: number | null;
  /** Not yet read, newest first. */
  gaps: Gap[];
  /** Hour up to which hourly sums were read (exclusive); null before the first. */
  hoursTo: number | null;
}

/** Where and as whom the metrics of an account are read. */
export function metricReader(
  registry: Registry,
  home: string,
  holder: { accountId: string | null; region: string; cloud: 'aws' | 'gcp' },
): { reader: Reader; accountId: string | null } {
  const { monitoringAccountId } = registry.organization;
  const role = namedRole(registry, 'reader');
  // Cells outside AWS report into the monitoring account: in the AWS Region that the registry names, else in its home Region.
  const region = holder.cloud === 'gcp' && !AWS_REGION.test(holder.region) ? home : holder.region;
  const central = registry.metrics.from === 'monitoring-account' || holder.accountId === null;
  return central
    ? { reader: { accountId: monitoringAccountId, region, role }, accountId: holder.accountId }
    : { reader: { accountId: holder.accountId, region, role }, accountId: null };
}

/** Notes a successful read of [start, end) minutes: what lies between it and the known past becomes a gap. */
export function noteCovered(metric: TrackedMetric, start: number, end: number): void {
  const horizon = end - keptMinutes(metric.signal);
  const known = metric.coveredTo ?? horizon;
  const from = Math.max(known, horizon);
  if (from < start) metric.gaps.unshift({ from, to: start });
  metric.coveredTo = Math.max(end, metric.coveredTo ?? 0);
  metric.gaps = metric.gaps.filter((gap) => gap.to > horizon);
}

/** Notes that a part of a gap has been read. */
export function noteFilled(metric: TrackedMetric, read: Gap): void {
  metric.gaps = metric.gaps
    .flatMap((gap) => {
      if (read.to <= gap.from || read.from >= gap.to) return [gap];
      return [
        { from: read.to, to: gap.to },
        { from: gap.from, to: read.from },
      ].filter((rest) => rest.from < rest.to);
    })
    .sort((a, b) => b.to - a.to);
}

export function keptMinutes(signal: Signal): number {
  return isCounted(signal) ? LONG_MINUTES : SHORT_MINUTES;
}

/** Metrics of one cell or shared item, in the order of SIGNALS. */
export function trackedOf(
  facts: CellFacts,
  name: string,
  definitions: Readonly<Partial<Record<Signal, SignalDefinition>>>,
  place: { reader: Reader; accountId: string | null },
): TrackedMetric[] {
  return SIGNALS.flatMap((signal) => {
    const definition = definitions[signal];
    if (!definition) return [];
    const wanted = { cell: name, accountId: place.accountId, definition };
    return [{ facts, signal, reader: place.reader, wanted, coveredTo: null, gaps: [], hoursTo: null }];
  });
}

/** The last complete minute's end, as an index. */
export function completeMinute(now: number): number {
  return Math.floor(now / MINUTE);
}

/** Whether a signal is a count: of counts, long windows and hourly sums are kept. */
export function isCounted(signal: Signal): boolean {
  return signal === 'requests' || signal === 'errors';
}
