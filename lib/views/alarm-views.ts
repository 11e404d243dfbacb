import type { Alarm } from '#lib/domain/facts.ts';
import { alarmVotes } from '#lib/domain/health/alarm-votes.ts';
import type { Registry } from '#lib/domain/registry/registry.ts';
import { alarmConsoleUrl } from './console-links.ts';
import type { AlarmView, CellView } from './fleet-view.ts';

/** More than anybody reads; an account may hold thousands. */
const LISTED = 200;
const RANK = { ALARM: 0, INSUFFICIENT_DATA: 1, OK: 2 } as const;

/** Alarms as the Cell page lists them, the worst first: ringing, then critical, then those that vote. */
export function alarmViews(alarms: readonly Alarm[], registry: Registry): Pick<CellView, 'alarms' | 'alarmCounts'> {
  const votes = alarmVotes(alarms, registry.alarms);
  const worst = alarms
    .map((alarm) => {
      const vote = votes.get(alarm.name);
      return { alarm, critical: vote === 'critical', ignored: vote === 'ignored', votes: vote === 'critical' || vote === 'votes' };
    })
    .sort(
      (a, b) =>
        RANK[a.alarm.state] - RANK[b.alarm.state] ||
        Number(b.critical) - Number(a.critical) ||
        Number(b.votes) - Number(a.votes) ||
        compare(a.alarm.name, b.alarm.name),
    )
    .slice(0, LISTED);
  return {
    alarms: worst.map(({ alarm: { metric: _, since, ...alarm }, ...means }): AlarmView => {
      const consoleUrl = alarmConsoleUrl(registry.organization, alarm.arn, alarm.name);
      return { ...alarm, since: since === null ? null : new Date(since).toISOString(), ...means, consoleUrl };
    }),
    alarmCounts: { all: alarms.length, ringing: alarms.reduce((sum, { state }) => sum + (state === 'ALARM' ? 1 : 0), 0) },
  };
}

/** By code units: comparing thousands of names by the rules of a language takes a hundred times as long. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
