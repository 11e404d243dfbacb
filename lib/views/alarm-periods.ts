import type { Alarm, AlarmChange } from '#lib/domain/facts.ts';
import type { CellView } from './fleet-view.ts';

/** Periods of more are left out, the oldest that ended first: a chart of an hour has no room for them. */
const SHADED = 1_000;

/** Past changes of alarms, as far as they were read. Times are epoch ms. */
export interface AlarmPast {
  changes: readonly AlarmChange[];
  /** From here on nothing is missing. */
  since: number;
}

/**
 * When each alarm rang since `start`: what its past tells, and whether it rings now. Without a past (null) only the present is
 * known. Of very many, those that ring and then the newest are told. An alarm that was deleted while it rang shows the moment at which it began.
 */
export function alarmPeriods(given: {
  start: number;
  past: AlarmPast | null;
  alarms: readonly Alarm[];
  /** Alarms that say nothing about the cell are not shaded. */
  ignored(name: string): boolean;
}): CellView['alarmPeriods'] {
  const { start, past, ignored } = given;
  const changes = Map.groupBy(past?.changes ?? [], (change) => change.alarm);
  const alarms = new Map(given.alarms.map((alarm) => [alarm.name, alarm]));
  return [...new Set([...changes.keys(), ...alarms.keys()])]
    .filter((name) => !ignored(name))
    .flatMap((name) =>
      periodsOf(changes.get(name) ?? [], Math.max(start, past?.since ?? start), alarms.get(name)).map(({ from, to }) => ({
        name,
        from,
        to,
      })),
    )
    .filter(({ to }) => to === null || to >= start)
    .sort((a, b) => (b.to ?? Number.POSITIVE_INFINITY) - (a.to ?? Number.POSITIVE_INFINITY) || b.from - a.from)
    .slice(0, SHADED)
    .sort((a, b) => a.from - b.from || a.name.localeCompare(b.name))
    .map(({ name, from, to }) => ({
      alarm: name,
      from: new Date(Math.max(from, start)).toISOString(),
      to: to === null ? null : new Date(to).toISOString(),
    }));
}

/** @param known from when on the changes are whole @param present undefined once the alarm is deleted */
function periodsOf(changes: readonly AlarmChange[], known: number, present: Alarm | undefined): { from: number; to: number | null }[] {
  const periods: { from: number; to: number | null }[] = [];
  const inOrder = changes.toSorted((a, b) => a.at - b.at);
  // It rang already when what is known begins.
  let open: number | null = inOrder[0]?.from === 'ALARM' ? known : null;
  for (const { at, to } of inOrder) {
    if (to === 'ALARM') open ??= at;
    else if (open !== null) {
      periods.push({ from: open, to: at });
      open = null;
    }
  }
  const newest = inOrder.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
  // Either of the two may have been read later: the present state counts where it began after the last change that is known.
  const later = present?.since != null && present.since > newest ? present.since : null;
  if (open !== null) return [...periods, { from: open, to: present === undefined ? newest : present.state === 'ALARM' ? null : later }];
  return present?.state === 'ALARM' && later !== null ? [...periods, { from: later, to: null }] : periods;
}
