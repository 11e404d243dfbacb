import type { CellFacts } from '#lib/domain/facts.ts';
import { raiseInterval } from '#lib/domain/raise-interval.ts';
import type { Registry, Signal } from '#lib/domain/registry/registry.ts';
import { HOUR, MINUTE, Series } from '#lib/domain/series.ts';
import { Patience } from './patience.ts';
import { keptMinutes, metricReader, type TrackedMetric, trackedOf } from './tracked-metric.ts';

/** Hours kept: 8 days, for the 3-day window and the same minutes last week. */
export const KEPT_HOURS = 192;
/** Room for a few minutes more than the rules need. */
const SPARE_MINUTES = 15;
/** A call of 500 metrics takes its time: one that takes longer than this hangs. */
const PATIENCE_MS = 15_000;

/** All that is known about the cells of the registry, and which metrics have to be read for it. */
export class FactBook {
  cells: ReadonlyMap<string, CellFacts> = new Map();
  shared: ReadonlyMap<string, CellFacts> = new Map();
  metrics: readonly TrackedMetric[] = [];
  /** Which of the accounts that are asked for metrics hang. */
  readonly patience = new Patience(PATIENCE_MS);
  readonly #tracked = new Map<string, TrackedMetric[]>();

  /** Follows the registry: new cells appear empty, removed ones vanish, the others keep what is known. */
  follow(registry: Registry, home: string): void {
    const tracked = new Map<string, TrackedMetric[]>();
    const take = (key: string, fingerprint: string, make: () => TrackedMetric[]) => {
      const full = `${key}\n${fingerprint}`;
      const kept = this.#tracked.get(full) ?? make();
      tracked.set(full, kept);
      return kept;
    };
    const cells = new Map<string, CellFacts>();
    const definitions = registry.metrics.signals;
    const defined = JSON.stringify(definitions);
    for (const cell of registry.cells) {
      const place = metricReader(registry, home, cell);
      const facts = this.cells.get(cell.name) ?? emptyFacts();
      const kept = take(`cell ${cell.name}`, `${JSON.stringify(place)} ${defined}`, () =>
        trackedOf(forget(facts), cell.name, definitions, place),
      );
      cells.set(cell.name, kept[0]?.facts ?? facts);
    }
    const shared = new Map<string, CellFacts>();
    for (const item of registry.shared) {
      const place = metricReader(registry, home, { accountId: item.accountId, region: item.region, cloud: 'aws' });
      const facts = this.shared.get(item.name) ?? emptyFacts();
      const kept = take(`shared ${item.name}`, JSON.stringify([place, item.signals]), () =>
        trackedOf(forget(facts), item.name, item.signals, place),
      );
      shared.set(item.name, kept[0]?.facts ?? facts);
    }
    this.cells = cells;
    this.shared = shared;
    this.#tracked.clear();
    for (const [key, list] of tracked) this.#tracked.set(key, list);
    this.metrics = [...tracked.values()].flat();
  }

  /** Metrics are read less often from now on. */
  slow(intervalMs: number): void {
    for (const { facts, signal } of this.metrics) {
      const read = facts.metricReads[signal];
      if (read) facts.metricReads[signal] = raiseInterval(read, intervalMs);
    }
  }
}

function emptyFacts(): CellFacts {
  const unread = { observedAt: null, intervalMs: 0, failure: null };
  return { minutes: {}, hours: {}, metricReads: {}, alarms: [], alarmRead: unread };
}

/** A cell that moved to another account or metric starts from nothing: old points would not be its own. */
function forget(facts: CellFacts): CellFacts {
  return { ...facts, minutes: {}, hours: {}, metricReads: {} };
}

/** The ring of a signal's minutes, made when its first point comes. */
export function minutesOf(facts: CellFacts, signal: Signal): Series {
  facts.minutes[signal] ??= new Series(MINUTE, keptMinutes(signal) + SPARE_MINUTES);
  return facts.minutes[signal];
}

export function hoursOf(facts: CellFacts, signal: 'requests' | 'errors'): Series {
  facts.hours[signal] ??= new Series(HOUR, KEPT_HOURS + 4);
  return facts.hours[signal];
}
