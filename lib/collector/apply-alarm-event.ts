import type { Alarm } from '#lib/domain/facts.ts';

/** What an event tells of an alarm. Times are AWS's, epoch ms. */
export interface ToldAlarm {
  state: Alarm['state'];
  reason: string;
  /** Since when it has that state. */
  at: number;
  /** When the event was made. */
  toldAt: number;
  suppressed: boolean;
}

/**
 * An alarm as an event tells it; the same object when that is no news. Events come late, twice and in any order: only the times
 * that AWS gave decide, never our clock.
 * @param lastToldAt when the last event was made that was applied to it
 */
export function applyAlarmEvent(alarm: Alarm, told: ToldAlarm, lastToldAt = Number.NEGATIVE_INFINITY): Alarm {
  const since = alarm.since ?? Number.NEGATIVE_INFINITY;
  if (told.toldAt < lastToldAt) return alarm;
  const muted = told.state === 'ALARM' && (told.suppressed || alarm.actionsDisabled === true);
  if (told.state !== alarm.state) {
    return told.at > since ? { ...alarm, state: told.state, since: told.at, reason: told.reason, muted } : alarm;
  }
  // ALARM after ALARM: something else suppresses its actions, or nothing any more.
  return told.toldAt > since && muted !== alarm.muted ? { ...alarm, muted } : alarm;
}
