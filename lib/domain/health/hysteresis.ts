import { HEALTH_STATES, type Health } from './verdict.ts';

/** Better states need this many good minutes in a row. */
const GOOD_MINUTES = 3;

/** How bad: 0 healthy … 3 critical. */
export function badness(health: Health): number {
  return HEALTH_STATES.indexOf(health);
}

export interface Settled {
  health: Health;
  goodMinutes: number;
  /** The last minute that was counted, or that is not to be counted. */
  lastMinute: number;
  /** True when the state shown is worse than what the rules say now. */
  held: boolean;
}

/**
 * Worse at once, better after three good minutes. `isGood` tells of one minute whether all that is expected was there and the rules on
 * it alone were better than what is shown, null where something is missing; only minutes after `lastMinute` are asked, so judging one
 * minute twice counts it once. Of the newest minute points may still come: while some are missing it waits to be asked again.
 */
export function settle(
  raw: Health,
  previous: { health: Health; goodMinutes: number; lastMinute: number } | null,
  minute: number,
  isGood: (minute: number) => boolean | null,
): Settled {
  let lastMinute = Math.max(minute, previous?.lastMinute ?? -1);
  if (!previous || badness(raw) >= badness(previous.health)) return { health: raw, goodMinutes: 0, lastMinute, held: false };
  // Without data now, nothing can be known to be better.
  if (raw === 'no-data') return { health: previous.health, goodMinutes: 0, lastMinute, held: true };
  const first = Math.max(previous.lastMinute + 1, minute - GOOD_MINUTES + 1);
  // Minutes that nobody asks after any more break the row.
  let goodMinutes = first > previous.lastMinute + 1 ? 0 : previous.goodMinutes;
  for (let i = first; i <= minute; i++) {
    const good = isGood(i);
    if (good === null && i === minute) lastMinute = i - 1;
    else goodMinutes = good ? goodMinutes + 1 : 0;
  }
  if (goodMinutes >= GOOD_MINUTES) return { health: raw, goodMinutes: 0, lastMinute, held: false };
  return { health: previous.health, goodMinutes, lastMinute, held: true };
}
