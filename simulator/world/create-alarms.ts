import { cellAlarms } from './cell-alarms.ts';
import type { CellModel } from './cell-model.ts';
import { ruleHolds } from './composite-rule.ts';
import type { Metrics } from './create-metrics.ts';
import { evaluateMetricAlarm } from './evaluate-metric-alarm.ts';
import type { IncidentBook } from './incidents.ts';
import { uniform } from './noise.ts';
import type { AlarmHistoryItem, AlarmsWorld, AlarmWorld, Clock } from './types.ts';

const MINUTE = 60_000;
/** After a minute's end, when alarms look at it: every computed point has arrived by then. */
const SETTLE = 22_000;
const EXTRA_PERIODS = 2;
const HISTORY_KEPT = 1000;
const SETTLED_WITHIN = 30 * MINUTE;

interface Place {
  accountId: string;
  region: string;
  alarms: Map<string, AlarmWorld>;
  history: AlarmHistoryItem[];
  evaluatedTo: number;
  cells: readonly string[];
  /** Put or set by hand: every minute counts, not only those near an incident. */
  touched: boolean;
}

/** Alarms that watch their metrics, evaluated minute by minute when somebody looks. */
export function createAlarms(models: readonly CellModel[], metrics: Metrics, incidents: IncidentBook, clock: Clock): AlarmsWorld {
  const places = new Map<string, Place>();
  const homes = new Map<string, CellModel>();
  for (const model of models) if (model.cell.cloud === 'aws') homes.set(`${model.cell.accountId}|${model.cell.region}`, model);

  function open(accountId: string, region: string): Place {
    const id = `${accountId}|${region}`;
    const known = places.get(id);
    if (known) return known;
    const model = homes.get(id);
    const now = clock.now();
    const place: Place = {
      accountId,
      region,
      alarms: new Map(),
      history: [],
      evaluatedTo: now - SETTLED_WITHIN,
      cells: model ? [model.cell.name] : [],
      touched: false,
    };
    const first = model ? incidents.of(model.cell.name)?.[0] : undefined;
    if (first) place.evaluatedTo = Math.min(place.evaluatedTo, first.startedAt);
    place.evaluatedTo = Math.floor((place.evaluatedTo - SETTLE) / MINUTE) * MINUTE;
    for (const [i, definition] of (model ? cellAlarms(model) : []).entries()) {
      const since = Math.floor((now - (4 + 40 * uniform(model?.seed ?? 0, 50 + i)) * 86_400_000) / 1000) * 1000;
      const reason =
        definition.kind === 'composite'
          ? `The alarm rule is not met: ${definition.composite?.rule}`
          : `Threshold Crossed: 1 datapoint was not greater than the threshold (${definition.metric?.threshold.toFixed(1)}).`;
      place.alarms.set(definition.name, {
        ...definition,
        arn: `arn:aws:cloudwatch:${region}:${accountId}:alarm:${definition.name}`,
        state: 'OK',
        stateReason: reason,
        stateReasonData: null,
        stateUpdatedAt: since,
        stateTransitionedAt: since,
        configurationUpdatedAt: since - 60_000,
        evaluationState: null,
      });
    }
    places.set(id, place);
    return place;
  }

  function record(place: Place, alarm: AlarmWorld, at: number, type: AlarmHistoryItem['type'], summary: string, data: object): void {
    place.history.unshift({ alarmName: alarm.name, kind: alarm.kind, at, type, summary, data: JSON.stringify(data) });
    if (place.history.length > HISTORY_KEPT) place.history.length = HISTORY_KEPT;
  }

  function move(place: Place, alarm: AlarmWorld, state: AlarmWorld['state'], reason: string, reasonData: string | null, at: number): void {
    const old = { stateValue: alarm.state, stateReason: alarm.stateReason };
    if (alarm.state !== state) alarm.stateTransitionedAt = at;
    alarm.state = state;
    alarm.stateReason = reason;
    alarm.stateReasonData = reasonData;
    alarm.stateUpdatedAt = at;
    record(place, alarm, at, 'StateUpdate', `Alarm updated from ${old.stateValue} to ${state}`, {
      version: '1.0',
      oldState: old,
      newState: { stateValue: state, stateReason: reason },
    });
  }

  function evaluateAt(place: Place, minuteEnd: number): void {
    const at = minuteEnd + SETTLE;
    for (const alarm of place.alarms.values()) {
      const metric = alarm.metric;
      // A state set by hand stays for at least one whole period.
      if (!metric || minuteEnd < alarm.stateUpdatedAt + metric.periodSeconds * 1000) continue;
      const period = metric.periodSeconds * 1000;
      const statistic = metric.extendedStatistic ?? metric.statistic ?? 'Average';
      const range = Array.from({ length: metric.evaluationPeriods + EXTRA_PERIODS }, (_, i) => {
        const start = minuteEnd - (i + 1) * period;
        return {
          at: start,
          value: metrics.read(metric.accountId ?? place.accountId, place.region, metric.key, statistic, start, start + period),
        };
      });
      const result = evaluateMetricAlarm(metric, range);
      if (result && result.state !== alarm.state) {
        const data = {
          version: '1.0',
          queryDate: new Date(at).toISOString(),
          statistic,
          period: metric.periodSeconds,
          recentDatapoints: range.flatMap((p) => p.value ?? []).toReversed(),
          threshold: metric.threshold,
        };
        move(place, alarm, result.state, result.reason, JSON.stringify(data), at);
      }
    }
    const stateOf = (name: string) => place.alarms.get(name)?.state;
    // Composites may watch composites: twice settles two levels, as deep as anybody nests here.
    for (let pass = 0; pass < 2; pass++) {
      for (const alarm of place.alarms.values()) {
        const composite = alarm.composite;
        if (!composite) continue;
        if (minuteEnd >= alarm.stateUpdatedAt + MINUTE || alarm.state === 'OK') {
          const holds = ruleHolds(composite.rule, stateOf);
          const state = holds ? 'ALARM' : 'OK';
          if (state !== alarm.state) {
            const reason = holds
              ? `${
                  [...place.alarms.values()]
                    .filter((child) => child.state === 'ALARM' && composite.rule.includes(child.name))
                    .map((child) => `${child.arn} transitioned to ALARM at ${new Date(child.stateTransitionedAt).toUTCString()}`)
                    .join('; ') || `The alarm rule is met: ${composite.rule}`
                }`
              : `The alarm rule is not met: ${composite.rule}`;
            move(place, alarm, state, reason, null, at);
          }
        }
        const suppressor = composite.actionsSuppressor?.replace(/^arn:.*:alarm:/, '');
        composite.actionsSuppressedBy = suppressor && alarm.state === 'ALARM' && stateOf(suppressor) === 'ALARM' ? 'Alarm' : null;
      }
    }
  }

  function catchUp(place: Place): void {
    const to = Math.floor((clock.now() - SETTLE) / MINUTE) * MINUTE;
    let from = place.evaluatedTo + MINUTE;
    if (!place.touched) {
      // A healthy cell's own alarms can't fire: only what lies near an incident is walked minute by minute.
      let oldest = to + MINUTE;
      for (const cell of place.cells) {
        for (const incident of incidents.of(cell) ?? []) {
          if ((incident.endedAt ?? to) + SETTLED_WITHIN >= from)
            oldest = Math.min(oldest, Math.floor(incident.startedAt / MINUTE) * MINUTE);
        }
      }
      from = Math.max(from, oldest);
    }
    for (let at = from; at <= to; at += MINUTE) evaluateAt(place, at);
    place.evaluatedTo = Math.max(place.evaluatedTo, to);
  }

  return {
    describe(accountId, region) {
      const place = open(accountId, region);
      catchUp(place);
      return [...place.alarms.values()]
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .map((alarm) => ({ ...alarm, composite: alarm.composite && { ...alarm.composite } }));
    },
    put(accountId, region, definition) {
      const place = open(accountId, region);
      catchUp(place);
      const now = clock.now();
      const old = place.alarms.get(definition.name);
      const alarm: AlarmWorld = {
        ...definition,
        composite: definition.composite && { ...definition.composite, actionsSuppressedBy: null },
        arn: `arn:aws:cloudwatch:${region}:${accountId}:alarm:${definition.name}`,
        state: old?.state ?? 'INSUFFICIENT_DATA',
        stateReason: old?.stateReason ?? 'Unchecked: Initial alarm creation',
        stateReasonData: old?.stateReasonData ?? null,
        stateUpdatedAt: old?.stateUpdatedAt ?? now,
        stateTransitionedAt: old?.stateTransitionedAt ?? now,
        configurationUpdatedAt: now,
        evaluationState: null,
      };
      if (alarm.composite) ruleHolds(alarm.composite.rule, () => undefined);
      place.alarms.set(definition.name, alarm);
      place.touched = true;
      const verb = old ? 'updated' : 'created';
      record(place, alarm, now, 'ConfigurationUpdate', `Alarm "${alarm.name}" ${verb}`, {
        version: '1.0',
        type: old ? 'Update' : 'Create',
      });
    },
    setState(accountId, region, name, state, reason, reasonData) {
      const place = open(accountId, region);
      catchUp(place);
      const alarm = place.alarms.get(name);
      if (!alarm) return false;
      move(place, alarm, state, reason, reasonData, clock.now());
      place.touched = true;
      return true;
    },
    history(accountId, region) {
      const place = open(accountId, region);
      catchUp(place);
      return place.history;
    },
  };
}
