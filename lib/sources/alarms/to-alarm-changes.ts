import type { AlarmHistoryItem } from '@aws-sdk/client-cloudwatch';
import { ALARM_STATES, type AlarmChange, type AlarmState } from '#lib/domain/facts.ts';

/** DescribeAlarmHistory's StateUpdate items as changes of state. What tells no alarm, time or new state is left out. */
export function toAlarmChanges(items: readonly AlarmHistoryItem[] | undefined): AlarmChange[] {
  return (items ?? []).flatMap((item) => {
    const at = item.Timestamp?.getTime() ?? Number.NaN;
    if (!item.AlarmName || !Number.isFinite(at) || (item.HistoryItemType ?? 'StateUpdate') !== 'StateUpdate') return [];
    const { from, to } = fromData(item.HistoryData) ?? fromSummary(item.HistorySummary);
    return to === null ? [] : [{ alarm: item.AlarmName, at, from, to }];
  });
}

interface Move {
  from: AlarmState | null;
  to: AlarmState | null;
}

/** `{"oldState":{"stateValue":"OK",…},"newState":{"stateValue":"ALARM",…}}`; null when it says nothing. */
function fromData(data: string | undefined): Move | null {
  try {
    const { oldState, newState } = JSON.parse(data ?? '') as Partial<Record<'oldState' | 'newState', { stateValue?: unknown }>>;
    const to = known(newState?.stateValue);
    return to === null ? null : { from: known(oldState?.stateValue), to };
  } catch {
    return null;
  }
}

/** AWS cuts long data off in the middle, but still says "Alarm updated from OK to ALARM". */
function fromSummary(summary: string | undefined): Move {
  const [, from, to] = /from (\w+) to (\w+)/.exec(summary ?? '') ?? [];
  return { from: known(from), to: known(to) };
}

function known(value: unknown): AlarmState | null {
  return ALARM_STATES.find((state) => state === value) ?? null;
}
