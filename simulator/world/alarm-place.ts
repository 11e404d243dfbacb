import { type AlarmBefore, alarmEvent } from './events/alarm-event.ts';
import type { ServiceEvent } from './events/events-world.ts';
import type { AlarmHistoryItem, AlarmWorld } from './types.ts';

const HISTORY_KEPT = 1000;

/** The alarms of one account in one Region. */
export interface AlarmPlace {
  accountId: string;
  region: string;
  alarms: Map<string, AlarmWorld>;
  /** Newest first. */
  history: AlarmHistoryItem[];
  /** End of the last minute that was evaluated, epoch ms. */
  evaluatedTo: number;
  /** Alarms whose state was set by hand, and until when no evaluation changes it back (epoch ms). */
  heldUntil: Map<string, number>;
  /** Composite alarms that were put and not evaluated since. */
  unchecked: Set<string>;
  /** The cell that lives here, if any. */
  cell: string | null;
  /** An alarm was put or set by hand: every minute counts, not only those near an incident. */
  touched: boolean;
  /** Told of changes of state and of what suppresses actions. */
  putEvent(event: ServiceEvent): void;
}

/** Writes an entry into the history of an alarm. */
export function recordAlarm(
  place: AlarmPlace,
  alarm: AlarmWorld,
  at: number,
  type: AlarmHistoryItem['type'],
  summary: string,
  data: object,
): void {
  place.history.unshift({ alarmName: alarm.name, kind: alarm.kind, at, type, summary, data: JSON.stringify(data) });
  if (place.history.length > HISTORY_KEPT) place.history.length = HISTORY_KEPT;
}

/** Gives an alarm a state, from `at` (epoch ms) on. */
export function moveAlarm(
  place: AlarmPlace,
  alarm: AlarmWorld,
  state: AlarmWorld['state'],
  reason: string,
  reasonData: string | null,
  at: number,
): void {
  const before = beforeOf(alarm);
  const old = { stateValue: before.state, stateReason: before.reason };
  if (alarm.state !== state) alarm.stateTransitionedAt = at;
  alarm.state = state;
  alarm.stateReason = reason;
  alarm.stateReasonData = reasonData;
  alarm.stateUpdatedAt = at;
  if (before.state !== state) place.putEvent(alarmEvent(placeOf(place), alarm, before, at));
  recordAlarm(place, alarm, at, 'StateUpdate', `Alarm updated from ${old.stateValue} to ${state}`, {
    version: '1.0',
    oldState: old,
    newState: { stateValue: state, stateReason: reason },
  });
}

/** What suppresses the actions of a composite alarm is another from `at` on: the event tells the state that it has had all along. */
export function suppressAlarm(place: AlarmPlace, alarm: AlarmWorld, by: 'Alarm' | null, at: number): void {
  if (!alarm.composite || alarm.composite.actionsSuppressedBy === by) return;
  const before = beforeOf(alarm);
  alarm.composite.actionsSuppressedBy = by;
  if (alarm.state === 'ALARM') place.putEvent(alarmEvent(placeOf(place), alarm, before, at));
}

function beforeOf(alarm: AlarmWorld): AlarmBefore {
  const { state, stateReason: reason, stateReasonData: reasonData, stateUpdatedAt: updatedAt } = alarm;
  return { state, reason, reasonData, updatedAt, suppressedBy: alarm.composite?.actionsSuppressedBy ?? null };
}

function placeOf({ accountId, region }: AlarmPlace): { accountId: string; region: string } {
  return { accountId, region };
}
