import { MINUTE } from '../series.ts';
import { lastWeek, recentMedian, trafficBaseline } from './baseline.ts';
import { type Reading, requestsAt } from './reading.ts';
import type { HealthMemory } from './verdict.ts';

/** Fewer expected requests say nothing about their loss. */
export const LEAST_EXPECTED = 50;
const LOST_BELOW = 0.2;
const RECOVERED_FROM = 0.5;
const SHORTEST = 3;
const LONGEST = 30;

/** A cell's traffic beside what it should carry. */
export interface Traffic {
  /** Requests a minute it should carry, frozen while lost; null when unknown. */
  baseline: number | null;
  /** Median requests a minute of the last hour; null when unknown. */
  recent: number | null;
  /** Requests of the last minutes over those expected; null when too few are expected, or unknown. */
  ratio: number | null;
  lost: boolean;
  /** Epoch ms at which the loss began, while it lasts. */
  onset: number | null;
}

/** Compares the last 3 minutes with the baseline; they widen up to 30 until 50 requests are expected in them. */
export function measureTraffic(reading: Reading, frozen: HealthMemory['baseline'], minute = reading.minute): Traffic {
  const recent = recentMedian(reading.requests, minute);
  const baseline = frozen?.perMinute ?? trafficBaseline(reading, recent, minute);
  const nothing: Traffic = { baseline, recent, ratio: null, lost: frozen !== null, onset: frozen?.onset ?? null };
  // Without requests the minute judged must not outlive them: the ratio would be that of long ago.
  if (!reading.requests || baseline === null || baseline <= 0 || minute < 0) return nothing;
  let known = 0;
  let seen = 0;
  for (let back = 0; back < LONGEST; back++) {
    const value = requestsAt(reading, minute - back);
    if (Number.isNaN(value)) continue;
    known++;
    seen += value;
    if (known >= SHORTEST && baseline * known >= LEAST_EXPECTED) break;
  }
  if (known < SHORTEST || baseline * known < LEAST_EXPECTED) return nothing;
  const ratio = seen / (baseline * known);
  if (frozen) {
    const lost = !recovered(reading, ratio, frozen.perMinute, minute, known);
    return { baseline, recent, ratio, lost, onset: lost ? frozen.onset : null };
  }
  const lost = ratio < LOST_BELOW;
  return { baseline, recent, ratio, lost, onset: lost ? onsetOf(reading, baseline, minute) : null };
}

/**
 * Half of the frozen baseline is back. By night that may be more than the cell carries when well, so 70 % of the same minutes last
 * week is enough too, unless those were as empty as a loss.
 */
function recovered(reading: Reading, ratio: number, baseline: number, minute: number, minutes: number): boolean {
  if (ratio >= RECOVERED_FROM) return true;
  const week = lastWeek(reading, minute - minutes + 1, minute);
  return week !== null && week >= LOST_BELOW * baseline && ratio >= LOST_BELOW && ratio * baseline >= 0.7 * week;
}

function onsetOf(reading: Reading, baseline: number, minute: number): number {
  let first = minute;
  while (first > minute - 60 && requestsAt(reading, first - 1) < RECOVERED_FROM * baseline) first--;
  return first * MINUTE;
}
