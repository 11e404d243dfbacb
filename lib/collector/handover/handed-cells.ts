import type { CellFacts } from '#lib/domain/facts.ts';
import type { Series } from '#lib/domain/series.ts';
import { type FactBook, hoursOf, minutesOf } from '../fact-book.ts';
import type { TrackedMetric } from '../tracked-metric.ts';
import type { HandedCell, HandedSeries } from './piece.ts';

/** Who has facts, in an order that does not change while the registry does not. */
export interface FactOwner {
  name: string;
  shared: boolean;
  facts: CellFacts;
  metrics: readonly TrackedMetric[];
}

/** All cells and shared items of a book. */
export function factOwners(book: FactBook): FactOwner[] {
  const byFacts = new Map<CellFacts, TrackedMetric[]>();
  for (const metric of book.metrics) {
    const known = byFacts.get(metric.facts);
    if (known) known.push(metric);
    else byFacts.set(metric.facts, [metric]);
  }
  const owner =
    (shared: boolean) =>
    ([name, facts]: [string, CellFacts]): FactOwner => ({ name, shared, facts, metrics: byFacts.get(facts) ?? [] });
  return [...[...book.cells].map(owner(false)), ...[...book.shared].map(owner(true))];
}

/** @param minutes how many of the last ones; all, with the hours, when it is null */
export function handCell({ name, shared, facts, metrics }: FactOwner, minutes: number | null): HandedCell {
  const points = <K extends string>(all: Partial<Record<K, Series>>, last: number | null): Partial<Record<K, HandedSeries>> => {
    const handed: Partial<Record<K, HandedSeries>> = {};
    for (const key of Object.keys(all) as K[]) {
      const series = all[key];
      if (series && series.newest >= 0) handed[key] = handSeries(series, last ?? series.capacity);
    }
    return handed;
  };
  return {
    name,
    shared,
    reads: { ...facts.metricReads },
    minutes: points(facts.minutes, minutes),
    hours: minutes === null ? points(facts.hours, null) : {},
    metrics: metrics.map(({ signal, coveredTo, gaps, hoursTo }) => ({ signal, coveredTo, gaps, hoursTo })),
  };
}

/** Adds to what is known here; a cell that the registry does not have is left aside. */
export function adoptCell(handed: HandedCell, owners: ReadonlyMap<string, FactOwner>): void {
  const owner = owners.get(ownerKey(handed));
  if (!owner) return;
  const { facts, metrics } = owner;
  Object.assign(facts.metricReads, handed.reads);
  for (const { signal, ...covered } of handed.metrics) {
    const metric = metrics.find((one) => one.signal === signal);
    if (!metric) continue;
    Object.assign(metric, covered);
    const minutes = handed.minutes[signal];
    if (minutes) adoptSeries(minutesOf(facts, signal), minutes);
    const hours = signal === 'requests' || signal === 'errors' ? handed.hours[signal] : undefined;
    if (hours && (signal === 'requests' || signal === 'errors')) adoptSeries(hoursOf(facts, signal), hours);
  }
}

export const ownerKey = ({ name, shared }: { name: string; shared: boolean }): string => `${shared ? 'shared' : 'cell'} ${name}`;

function handSeries(series: Series, count: number): HandedSeries {
  const from = Math.max(0, series.newest - Math.min(count, series.capacity) + 1);
  const values = new Float64Array(series.newest - from + 1);
  series.copy(from, values);
  return { from, values };
}

function adoptSeries(series: Series, { from, values }: HandedSeries): void {
  for (const [at, value] of values.entries()) if (!Number.isNaN(value)) series.set(from + at, value);
}
