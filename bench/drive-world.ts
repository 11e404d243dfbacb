import type { Alarm, CellFacts } from '#lib/domain/facts.ts';
import { assessFleet } from '#lib/domain/health/assess-fleet.ts';
import type { FleetVerdict } from '#lib/domain/health/verdict.ts';
import { parseRegistry } from '#lib/domain/registry/parse-registry.ts';
import { type Registry, SIGNALS, type SignalDefinition } from '#lib/domain/registry/registry.ts';
import { HOUR, MINUTE, Series } from '#lib/domain/series.ts';
import { createWorld } from '#simulator/world/create-world.ts';
import { type AlarmWorld, REGISTRY_BUCKET, REGISTRY_KEY, type World } from '#simulator/world/types.ts';

/** A simulated organization and the verdicts on it, on one virtual clock that moves a refresh (one minute) at a time. */
export interface Drive {
  world: World;
  registry: Registry;
  /** Facts by name of the cell, as of the last look. */
  facts: ReadonlyMap<string, CellFacts>;
  /** Index of the last complete minute that the last refresh saw. */
  minute(): number;
  /** Moves on by one minute, then looks. */
  refresh(): FleetVerdict;
  /** Reads and judges as of the clock's now. */
  look(): FleetVerdict;
}

/** A clock that whoever drives turns, epoch ms. */
export interface DrivenClock {
  time: number;
  now(): number;
}

/** Stands half a minute after the minute of `start`. */
export function drivenClock(start: number): DrivenClock {
  const clock = { time: Math.floor(start / MINUTE) * MINUTE + AFTER, now: () => clock.time };
  return clock;
}

/** Delay between the end of a minute and the refresh that reads it. */
const AFTER = 30_000;
const MONITORING = '100000000002';

/** Fills 6 h 15 min of minutes and 8 days of hours that end at `start` (epoch ms), as the collector's first fill would. */
export function driveWorld(options: { cells: number; seed: number; start: number }): Drive {
  const clock = drivenClock(options.start);
  return driveOn(createWorld({ cells: options.cells, seed: options.seed, clock, quiet: true }), clock);
}

/** The same on a world that is there already, whose clock this is. */
export function driveOn(world: World, clock: DrivenClock): Drive {
  const body = world.buckets.get(REGISTRY_BUCKET)?.objects.get(REGISTRY_KEY)?.body;
  const parsed = parseRegistry(new TextDecoder().decode(body));
  if (!parsed.ok)
    throw new Error(`The world's registry is refused: ${parsed.faults.map((fault) => `${fault.path}: ${fault.message}`).join('; ')}`);
  const { registry } = parsed;
  const facts = new Map(registry.cells.map((cell) => [cell.name, empty()]));
  const shared = new Map(registry.shared.map((item) => [item.name, empty()]));
  let previous: FleetVerdict | null = null;

  function read(minutes: number, hours: number): void {
    const now = clock.now();
    for (const cell of registry.cells) {
      const account = cell.accountId ?? MONITORING;
      const into = facts.get(cell.name) as CellFacts;
      readSignals(world, now, account, cell.region, cell.name, registry.metrics.signals, into, minutes, hours);
      if (cell.accountId) into.alarms = world.alarms.describe(cell.accountId, cell.region).map(toAlarm);
      into.alarmRead = { observedAt: now, intervalMs: MINUTE, failure: null };
    }
    for (const item of registry.shared) {
      const into = shared.get(item.name) as CellFacts;
      readSignals(world, now, item.accountId, item.region, item.name, item.signals, into, minutes, hours);
    }
  }

  read(375, 192);
  const judge = () => {
    previous = assessFleet({ registry, facts, shared, now: clock.now(), previous });
    return previous;
  };
  const look = () => {
    // Points of this world come within 20 s: two minutes back is enough, where the collector reads fifteen.
    read(2, Math.floor(clock.now() / MINUTE) % 60 === 0 ? 2 : 0);
    return judge();
  };
  judge();
  return {
    world,
    registry,
    facts,
    minute: () => Math.floor(clock.now() / MINUTE) - 1,
    refresh() {
      clock.time += MINUTE;
      return look();
    },
    look,
  };
}

function empty(): CellFacts {
  return { minutes: {}, hours: {}, metricReads: {}, alarms: [], alarmRead: { observedAt: null, intervalMs: MINUTE, failure: null } };
}

/** Points by index of step, straight from the world's metrics. */
export function rawPoints(
  world: World,
  where: { accountId: string; region: string; cell: string },
  signal: SignalDefinition,
  step: number,
  from: number,
  to: number,
): Map<number, number> {
  const dimensions = Object.entries(signal.dimensions).map(([name, value]) => ({ name, value: value.replace('{cell}', where.cell) }));
  const key = { namespace: signal.namespace, name: signal.metric, dimensions };
  const points = world.metrics.points(where.accountId, where.region, key, signal.statistic, step / 1000, from * step, to * step);
  return new Map(points?.timestamps.map((at, i) => [at / step, points.values[i] as number]));
}

function readSignals(
  world: World,
  now: number,
  accountId: string,
  region: string,
  cell: string,
  signals: Registry['metrics']['signals'],
  into: CellFacts,
  minutes: number,
  hours: number,
): void {
  for (const signal of SIGNALS) {
    const definition = signals[signal];
    if (!definition) continue;
    const end = Math.floor(now / MINUTE);
    into.minutes[signal] ??= new Series(MINUTE, 400);
    for (const [i, value] of rawPoints(world, { accountId, region, cell }, definition, MINUTE, end - minutes, end)) {
      into.minutes[signal]?.set(i, value);
    }
    into.metricReads[signal] = { observedAt: now, intervalMs: MINUTE, failure: null };
    if (hours === 0 || (signal !== 'requests' && signal !== 'errors')) continue;
    const hour = Math.floor(now / HOUR);
    into.hours[signal] ??= new Series(HOUR, 200);
    for (const [i, value] of rawPoints(world, { accountId, region, cell }, definition, HOUR, hour - hours, hour)) {
      into.hours[signal]?.set(i, value);
    }
  }
}

function toAlarm(alarm: AlarmWorld): Alarm {
  return {
    name: alarm.name,
    arn: alarm.arn,
    kind: alarm.kind,
    state: alarm.state,
    since: alarm.stateTransitionedAt,
    reason: alarm.stateReason,
    evaluation: alarm.evaluationState,
    muted: alarm.state === 'ALARM' && (!alarm.actionsEnabled || (alarm.composite?.actionsSuppressedBy ?? null) !== null),
    actions: alarm.alarmActions,
    children: [...(alarm.composite?.rule.matchAll(/"([^"]+)"/g) ?? [])].map((match) => match[1] as string),
    metric: null,
    threshold: alarm.metric?.threshold ?? null,
  };
}
