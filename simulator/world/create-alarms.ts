import { type AlarmPlace, moveAlarm, recordAlarm } from './alarm-place.ts';
import { cellAlarms } from './cell-alarms.ts';
import type { CellModel } from './cell-model.ts';
import { ruleHolds } from './composite-rule.ts';
import type { Metrics } from './create-metrics.ts';
import { evaluateComposites, evaluatePlace, SETTLE } from './evaluate-place.ts';
import type { ServiceEvent } from './events/events-world.ts';
import type { IncidentBook } from './incidents.ts';
import { uniform } from './noise.ts';
import type { AlarmsWorld, AlarmWorld, Clock } from './types.ts';

const MINUTE = 60_000;
/** After an incident, how long its alarms may still move: the longest evaluation range, with room. */
const SETTLED_WITHIN = 30 * MINUTE;
/** How long a new composite alarm stays INSUFFICIENT_DATA. */
const FIRST_LOOK = 1000;

export interface Alarms extends AlarmsWorld {
  /** Evaluated up to now; null when there is no such alarm. */
  stateOf(accountId: string, region: string, name: string): AlarmWorld['state'] | null;
  /** Names of the only cells whose alarms may be anything but quiet. */
  suspects(): Iterable<string>;
  /** Evaluates all that may not be quiet up to now. */
  bringUp(): void;
}

/** Alarms that watch their metrics, evaluated minute by minute when somebody looks. */
export function createAlarms(
  models: readonly CellModel[],
  metrics: Metrics,
  incidents: IncidentBook,
  clock: Clock,
  putEvent: (event: ServiceEvent) => void,
): Alarms {
  const places = new Map<string, AlarmPlace>();
  const homes = new Map<string, CellModel>();
  for (const model of models) if (model.cell.cloud === 'aws') homes.set(`${model.cell.accountId}|${model.cell.region}`, model);

  /** The place, evaluated up to now. */
  function open(accountId: string, region: string): AlarmPlace {
    const id = `${accountId}|${region}`;
    const known = places.get(id);
    const place = known ?? newPlace(accountId, region, homes.get(id));
    places.set(id, place);
    catchUp(place);
    return place;
  }

  function newPlace(accountId: string, region: string, model: CellModel | undefined): AlarmPlace {
    const now = clock.now();
    const first = model && incidents.of(model.cell.name)?.[0];
    const from = Math.min(now - SETTLED_WITHIN, first?.startedAt ?? now);
    const alarms = (model ? cellAlarms(model) : []).map((definition, i): AlarmWorld => {
      const since = Math.floor((now - (4 + 40 * uniform(model?.seed ?? 0, 50 + i)) * 86_400_000) / 1000) * 1000;
      return {
        ...definition,
        arn: arnOf(accountId, region, definition.name),
        state: 'OK',
        stateReason: definition.composite
          ? `The alarm rule is not met: ${definition.composite.rule}`
          : `Threshold Crossed: 1 datapoint was not greater than the threshold (${definition.metric?.threshold.toFixed(1)}).`,
        stateReasonData: null,
        stateUpdatedAt: since,
        stateTransitionedAt: since,
        configurationUpdatedAt: since - MINUTE,
        evaluationState: null,
      };
    });
    return {
      accountId,
      region,
      alarms: new Map(alarms.map((alarm) => [alarm.name, alarm])),
      history: [],
      evaluatedTo: Math.floor((from - SETTLE) / MINUTE) * MINUTE,
      heldUntil: new Map(),
      unchecked: new Set(),
      cell: model?.cell.name ?? null,
      touched: false,
      putEvent,
    };
  }

  function catchUp(place: AlarmPlace): void {
    const now = clock.now();
    const to = Math.floor((now - SETTLE) / MINUTE) * MINUTE;
    let from = place.evaluatedTo + MINUTE;
    // A healthy cell's own alarms can't fire: only what lies near an incident is walked minute by minute.
    if (!place.touched) from = Math.max(from, firstUnsettled(place, from, to));
    for (let end = from; end <= to; end += MINUTE) evaluatePlace(place, metrics, end);
    place.evaluatedTo = Math.max(place.evaluatedTo, to);
    for (const name of place.unchecked) {
      if (now - (place.alarms.get(name)?.configurationUpdatedAt ?? 0) >= FIRST_LOOK) evaluateComposites(place, now);
    }
  }

  function firstUnsettled(place: AlarmPlace, from: number, to: number): number {
    let first = to + MINUTE;
    for (const incident of (place.cell && incidents.of(place.cell)) || []) {
      if ((incident.endedAt ?? to) + SETTLED_WITHIN >= from) first = Math.min(first, Math.floor(incident.startedAt / MINUTE) * MINUTE);
    }
    return first;
  }

  function suspects(): Set<string> {
    const names = new Set(incidents.cells());
    for (const { touched, cell } of places.values()) if (touched && cell !== null) names.add(cell);
    return names;
  }

  return {
    describe(accountId, region) {
      return [...open(accountId, region).alarms.values()]
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .map((alarm) => ({ ...alarm, composite: alarm.composite && { ...alarm.composite } }));
    },
    put(accountId, region, definition) {
      if (definition.composite) ruleHolds(definition.composite.rule, () => undefined);
      const place = open(accountId, region);
      const now = clock.now();
      const old = place.alarms.get(definition.name);
      const alarm: AlarmWorld = {
        ...definition,
        composite: definition.composite && { ...definition.composite, actionsSuppressedBy: null },
        arn: arnOf(accountId, region, definition.name),
        state: old?.state ?? 'INSUFFICIENT_DATA',
        stateReason: old?.stateReason ?? 'Unchecked: Initial alarm creation',
        stateReasonData: old?.stateReasonData ?? null,
        stateUpdatedAt: old?.stateUpdatedAt ?? now,
        stateTransitionedAt: old?.stateTransitionedAt ?? now,
        configurationUpdatedAt: now,
        evaluationState: null,
      };
      place.alarms.set(alarm.name, alarm);
      place.heldUntil.delete(alarm.name);
      if (alarm.composite) place.unchecked.add(alarm.name);
      place.touched = true;
      recordAlarm(place, alarm, now, 'ConfigurationUpdate', `Alarm "${alarm.name}" ${old ? 'updated' : 'created'}`, {
        version: '1.0',
        type: old ? 'Update' : 'Create',
      });
    },
    setState(accountId, region, name, state, reason, reasonData) {
      const place = open(accountId, region);
      const alarm = place.alarms.get(name);
      if (!alarm) return false;
      const now = clock.now();
      moveAlarm(place, alarm, state, reason, reasonData, now);
      place.unchecked.delete(name);
      place.heldUntil.set(name, now + (alarm.metric?.periodSeconds ?? 60) * 1000);
      place.touched = true;
      evaluateComposites(place, now);
      return true;
    },
    history: (accountId, region) => open(accountId, region).history,
    stateOf: (accountId, region, name) => open(accountId, region).alarms.get(name)?.state ?? null,
    suspects,
    bringUp() {
      const names = suspects();
      for (const model of homes.values()) if (names.has(model.cell.name)) open(model.cell.accountId, model.cell.region);
      for (const place of places.values()) if (place.touched) catchUp(place);
    },
  };
}

function arnOf(accountId: string, region: string, name: string): string {
  return `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}`;
}
