import type { CellFacts, Failure, ReadState } from '#lib/domain/facts.ts';
import type { Registry } from '#lib/domain/registry/registry.ts';
import type { SourceFailureView, SourceView } from '#lib/views/fleet-view.ts';
import type { AlarmTarget } from './alarm-targets.ts';
import { completeMinute, type TrackedMetric } from './tracked-metric.ts';

const FAILURES_SHOWN = 20;
/** A read older than so many of its intervals is stale. */
const STALE_INTERVALS = 3;

/** All that is read, as the entries of the freshness bar; in steps of an entry each. */
export function* freshnessSteps(
  known: {
    registry: Registry;
    registryRead: ReadState;
    registryFaults: readonly string[];
    book: { cells: ReadonlyMap<string, CellFacts>; metrics: readonly TrackedMetric[] };
    targets: { all: readonly AlarmTarget[] };
    /** Of each pipeline. */
    reads: readonly ReadState[];
    /** Of each account (one a Region) in which versions are looked up. */
    versionReads: readonly ReadState[];
    /** Null where the registry says nothing of whose costs to read. */
    costs: ReadState | null;
    /** The queue of events; null without one. */
    events: { source(): SourceView } | null;
    /** Why metrics are read less often than asked; null when they are not. */
    slowNote: string | null;
  },
  now: number,
): Generator<undefined, SourceView[]> {
  const { book, reads, versionReads } = known;
  const sources = [registrySource(known.registryRead, known.registryFaults, now)];
  yield;
  const metrics = metricsSource(book.cells, book.metrics, now);
  sources.push(known.slowNote === null ? metrics : { ...metrics, note: known.slowNote });
  yield;
  sources.push(alarmsSource(known.targets.all, now));
  yield;
  if (known.registry.components.length > 0) sources.push(readsSource('pipelines', reads, now));
  if (versionReads.length > 0) sources.push(readsSource('versions', versionReads, now));
  if (known.events) {
    yield;
    sources.push(known.events.source());
  }
  if (known.costs) sources.push(readsSource('costs', [known.costs], now));
  return sources;
}

/** The metrics as one entry of the freshness bar; coverage counts cells whose every signal was read. */
function metricsSource(cells: ReadonlyMap<string, CellFacts>, metrics: readonly TrackedMetric[], now: number): SourceView {
  const reads: ReadState[] = [];
  const bad = new Set<CellFacts>();
  const owners = new Set(cells.values());
  for (const metric of metrics) {
    const read = metric.facts.metricReads[metric.signal] ?? { observedAt: null, intervalMs: 0, failure: null };
    reads.push(read);
    if (!isGood(read, now)) bad.add(metric.facts);
  }
  for (const facts of owners) if (Object.keys(facts.metricReads).length === 0 && metrics.length > 0) bad.add(facts);
  const ok = [...owners].filter((facts) => !bad.has(facts)).length;
  return sourceView('metrics', reads, { ok, of: owners.size }, now);
}

/** The alarms as one entry of the freshness bar; coverage counts accounts (one a Region). */
function alarmsSource(targets: readonly AlarmTarget[], now: number): SourceView {
  return readsSource(
    'alarms',
    targets.map((target) => target.read),
    now,
  );
}

/** Reads that each count for one. */
export function readsSource(id: string, reads: readonly ReadState[], now: number): SourceView {
  return sourceView(id, reads, { ok: reads.filter((read) => isGood(read, now)).length, of: reads.length }, now);
}

/** The registry: one document. `restMessage` of further faults is told in the failures. */
function registrySource(read: ReadState, faults: readonly string[], now: number): SourceView {
  const view = sourceView('registry', [read], { ok: isGood(read, now) ? 1 : 0, of: 1 }, now);
  const more = faults.slice(0, FAILURES_SHOWN).map((message): SourceFailureView => {
    return { code: 'invalid-response', message, since: new Date(read.failure?.since ?? now).toISOString() };
  });
  return faults.length === 0 ? view : { ...view, failures: more };
}

function isGood(read: ReadState, now: number): boolean {
  return read.observedAt !== null && read.failure === null && now - read.observedAt <= STALE_INTERVALS * read.intervalMs;
}

function sourceView(id: string, reads: readonly ReadState[], coverage: { ok: number; of: number }, now: number): SourceView {
  let oldest: number | null = null;
  let newest: number | null = null;
  const failures = new Map<string, Failure>();
  let stale = 0;
  let waiting = 0;
  for (const read of reads) {
    if (read.failure) {
      const { accountId, region, code } = read.failure;
      const key = `${accountId ?? ''} ${region ?? ''} ${code}`;
      const known = failures.get(key);
      if (!known || known.since > read.failure.since) failures.set(key, read.failure);
    } else if (read.observedAt === null) waiting++;
    else if (!isGood(read, now)) stale++;
    else oldest = Math.min(oldest ?? read.observedAt, read.observedAt);
    if (read.observedAt !== null) newest = Math.max(newest ?? 0, read.observedAt);
  }
  const observed = oldest ?? newest;
  const state = failures.size > 0 ? 'error' : stale > 0 ? 'stale' : waiting > 0 ? 'waiting' : 'ok';
  return {
    id,
    state: reads.length === 0 ? 'ok' : state,
    observedAt: observed === null ? null : new Date(observed).toISOString(),
    coverage,
    failures: [...failures.values()]
      .sort((a, b) => a.since - b.since)
      .slice(0, FAILURES_SHOWN)
      .map((failure) => ({
        ...(failure.accountId === null ? {} : { accountId: failure.accountId }),
        ...(failure.region === null ? {} : { region: failure.region }),
        code: failure.code,
        message: failure.message,
        since: new Date(failure.since).toISOString(),
      })),
  };
}

/** How many minutes of the past are still to be filled, over all metrics; for the metrics page. */
export function minutesToFill(metrics: readonly TrackedMetric[], now: number): number {
  const end = completeMinute(now);
  let sum = 0;
  for (const metric of metrics) for (const gap of metric.gaps) sum += Math.max(0, Math.min(gap.to, end) - gap.from);
  return sum;
}
