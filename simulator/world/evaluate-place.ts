import { type AlarmPlace, moveAlarm, suppressAlarm } from './alarm-place.ts';
import { ruleHolds } from './composite-rule.ts';
import type { Metrics } from './create-metrics.ts';
import { evaluateMetricAlarm } from './evaluate-metric-alarm.ts';
import type { AlarmWorld } from './types.ts';

/** After a minute's end, when alarms look at it, ms: every computed point has arrived by then. */
export const SETTLE = 22_000;
const EXTRA_PERIODS = 2;

/** Evaluates all alarms of a place on the minutes up to `minuteEnd` (epoch ms), metric alarms first. */
export function evaluatePlace(place: AlarmPlace, metrics: Metrics, minuteEnd: number): void {
  const at = minuteEnd + SETTLE;
  for (const alarm of place.alarms.values()) {
    const metric = alarm.metric;
    if (!metric || isHeld(place, alarm, minuteEnd)) continue;
    const period = metric.periodSeconds * 1000;
    const statistic = metric.extendedStatistic ?? metric.statistic ?? 'Average';
    const account = metric.accountId ?? place.accountId;
    const range = Array.from({ length: metric.evaluationPeriods + EXTRA_PERIODS }, (_, i) => {
      const start = minuteEnd - (i + 1) * period;
      return { at: start, value: metrics.read(account, place.region, metric.key, statistic, start, start + period) };
    });
    const result = evaluateMetricAlarm(metric, range);
    if (!result || result.state === alarm.state) continue;
    const data = {
      version: '1.0',
      queryDate: new Date(at).toISOString(),
      statistic,
      period: metric.periodSeconds,
      recentDatapoints: range.flatMap((point) => point.value ?? []).toReversed(),
      threshold: metric.threshold,
    };
    moveAlarm(place, alarm, result.state, result.reason, JSON.stringify(data), at);
  }
  evaluateComposites(place, at, minuteEnd);
}

/** Brings composite alarms in line with their children, as CloudWatch does whenever a child changes. */
export function evaluateComposites(place: AlarmPlace, at: number, heldAt = at): void {
  const stateOf = (name: string) => place.alarms.get(name)?.state;
  const composites = [...place.alarms.values()].filter((alarm) => alarm.composite !== null);
  // Composites may watch composites: each round settles one level, and a circle ends with the rounds.
  for (let round = 0, changed = true; changed && round < composites.length; round++) {
    changed = false;
    for (const alarm of composites) {
      if (alarm.composite === null || isHeld(place, alarm, heldAt)) continue;
      const holds = ruleHolds(alarm.composite.rule, stateOf);
      const state = holds ? 'ALARM' : 'OK';
      const first = place.unchecked.delete(alarm.name);
      if (state === alarm.state) continue;
      const verb = alarm.state === 'INSUFFICIENT_DATA' ? 'created' : 'updated';
      const reason = first
        ? `${alarm.arn} was ${verb} and its alarm rule evaluates to ${state}`
        : reasonOf(place, alarm, alarm.composite.rule, holds);
      moveAlarm(place, alarm, state, reason, null, at);
      changed = true;
    }
  }
  for (const alarm of composites) {
    const { composite, state } = alarm;
    if (composite === null) continue;
    const suppressor = composite.actionsSuppressor?.replace(/^arn:.*:alarm:/, '');
    suppressAlarm(place, alarm, suppressor && state === 'ALARM' && stateOf(suppressor) === 'ALARM' ? 'Alarm' : null, at);
  }
}

function isHeld(place: AlarmPlace, alarm: AlarmWorld, at: number): boolean {
  const until = place.heldUntil.get(alarm.name);
  if (until === undefined) return false;
  if (at < until) return true;
  place.heldUntil.delete(alarm.name);
  return false;
}

function reasonOf(place: AlarmPlace, alarm: AlarmWorld, rule: string, holds: boolean): string {
  const unmet = `The alarm rule is ${holds ? '' : 'not '}met: ${rule}`;
  if (!holds) return unmet;
  const children = [...place.alarms.values()].filter((child) => child !== alarm && child.state === 'ALARM' && rule.includes(child.name));
  const told = children.map((child) => `${child.arn} transitioned to ALARM at ${new Date(child.stateTransitionedAt).toUTCString()}`);
  return told.join('; ') || unmet;
}
