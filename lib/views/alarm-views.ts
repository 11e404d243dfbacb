import type { Alarm } from '#lib/domain/facts.ts';
import { alarmVotes } from '#lib/domain/health/alarm-votes.ts';
import type { Registry } from '#lib/domain/registry/registry.ts';
import { alarmConsoleUrl } from './console-links.ts';
import type { AlarmView } from './fleet-view.ts';

const ORDER = { ALARM: 0, INSUFFICIENT_DATA: 1, OK: 2 } as const;

/** Alarms as the Cell page lists them: those in ALARM first. */
export function alarmViews(alarms: readonly Alarm[], registry: Registry): AlarmView[] {
  const votes = alarmVotes(alarms, registry.alarms);
  return alarms
    .map(({ metric: _, since, ...alarm }): AlarmView => {
      const vote = votes.get(alarm.name);
      return {
        ...alarm,
        since: since === null ? null : new Date(since).toISOString(),
        critical: vote === 'critical',
        ignored: vote === 'ignored',
        votes: vote === 'critical' || vote === 'votes',
        consoleUrl: alarmConsoleUrl(registry.organization, alarm.arn, alarm.name),
      };
    })
    .sort((a, b) => ORDER[a.state] - ORDER[b.state] || a.name.localeCompare(b.name));
}
