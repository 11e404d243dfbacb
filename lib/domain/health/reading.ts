import type { CellFacts } from '../facts.ts';
import type { Objectives, Signal, SignalDefinition } from '../registry/registry.ts';
import { MINUTE, type Series } from '../series.ts';

/** What is judged: a cell, or an item that all cells share. */
export interface Subject {
  name: string;
  objectives: Objectives;
  signals: Readonly<Partial<Record<Signal, SignalDefinition>>>;
  /** Takes customer traffic: silence and loss of traffic mean something. */
  inService: boolean;
  /** Whether its alarms are read from an account. */
  alarmsExpected: boolean;
}

/** A subject's facts on the grid of minutes, looked up once for all rules. */
export interface Reading {
  subject: Subject;
  facts: CellFacts;
  requests: Series | null;
  errors: Series | null;
  latency: Series | null;
  saturation: Series | null;
  /** Index of the last complete minute at the time of the fetch; -1 when nothing was ever read. */
  fetched: number;
  /** Index of the minute judged: the newest complete one with any point; -1 when there is none. */
  minute: number;
}

/** Looks up the series of the signals that are expected; others are not judged. */
export function toReading(subject: Subject, facts: CellFacts): Reading {
  let observedAt = -1;
  const series = (signal: Signal): Series | null => {
    if (!subject.signals[signal]) return null;
    observedAt = Math.max(observedAt, facts.metricReads[signal]?.observedAt ?? -1);
    return facts.minutes[signal] ?? null;
  };
  const requests = series('requests');
  const errors = series('errors');
  const latency = series('latency');
  const saturation = series('saturation');
  const fetched = observedAt < 0 ? -1 : Math.floor(observedAt / MINUTE) - 1;
  const minute = Math.max(
    lastPoint(requests, fetched),
    lastPoint(errors, fetched),
    lastPoint(latency, fetched),
    lastPoint(saturation, fetched),
  );
  return { subject, facts, requests, errors, latency, saturation, fetched, minute };
}

/** Index of the newest point at or before `from`; -1 when there is none. */
export function lastPoint(series: Series | null, from: number): number {
  if (!series) return -1;
  const oldest = Math.max(0, series.newest - series.capacity + 1);
  for (let i = Math.min(from, series.newest); i >= oldest; i--) {
    if (!Number.isNaN(series.at(i))) return i;
  }
  return -1;
}

/** Errors of a minute; a minute without a point is zero errors while requests has one, where the registry says so. NaN is unknown. */
export function errorsAt(reading: Reading, minute: number): number {
  const value = reading.errors?.at(minute) ?? Number.NaN;
  if (!Number.isNaN(value) || reading.subject.signals.errors?.whenMissing !== 'zero') return value;
  return Number.isNaN(requestsAt(reading, minute)) ? Number.NaN : 0;
}

/** Requests of a minute; zero without a point only where the registry says so. NaN is unknown. */
export function requestsAt(reading: Reading, minute: number): number {
  const value = reading.requests?.at(minute) ?? Number.NaN;
  return Number.isNaN(value) && reading.subject.signals.requests?.whenMissing === 'zero' && minute <= reading.fetched ? 0 : value;
}

/** Start (epoch ms) of the unbroken run of minutes that ends at `minute` and of which each is bad; at most six hours back. */
export function runStart(minute: number, bad: (minute: number) => boolean): number {
  let first = minute;
  while (first > minute - 360 && bad(first - 1)) first--;
  return first * MINUTE;
}
