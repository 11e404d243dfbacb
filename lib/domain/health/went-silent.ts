import { SIGNALS } from '../registry/registry.ts';
import { MINUTE } from '../series.ts';
import { readIsFine } from './missing.ts';
import type { Peers } from './peers.ts';
import type { Reading } from './reading.ts';
import { LEAST_EXPECTED, type Traffic } from './traffic.ts';
import type { Evidence } from './verdict.ts';
import { apart, clockTime, count } from './wording.ts';

/** A busy cell of which all signals are gone although the reads are fine and at least half of its peers report: not a gap in the data. */
export function judgeWentSilent(
  reading: Reading,
  traffic: Traffic,
  peers: Pick<Peers, 'count' | 'reporting'>,
  now: number,
): Evidence | null {
  const { subject, facts, minute, fetched } = reading;
  const quiet = subject.objectives.noDataAfterMinutes;
  if (!subject.inService || minute < 0 || minute > fetched - quiet) return null;
  const reads = SIGNALS.filter((signal) => subject.signals[signal]).map((signal) => facts.metricReads[signal]);
  if (!reads.every((read) => readIsFine(read, now))) return null;
  const before = traffic.baseline ?? 0;
  if (before * quiet < LEAST_EXPECTED) return null;
  if (peers.reporting === 0 || peers.reporting * 2 < peers.count) return null;
  const since = (minute + 1) * MINUTE;
  return {
    kind: 'went-silent',
    health: 'critical',
    text: 'went silent',
    detail: `All signals of ${apart(subject.name)} stopped at ${clockTime(since)}, after ${count(Math.round(before))} requests a minute. The reads are fine and ${count(peers.reporting)} of ${count(peers.count)} peers report, so the cell itself is down or cut off.`,
    signal: 'requests',
    since,
    informs: false,
  };
}
