import type { CellFacts, ReadState } from '#lib/domain/facts.ts';
import { alarmVotes } from '#lib/domain/health/alarm-votes.ts';
import { matchesGlob } from '#lib/domain/health/matches-glob.ts';
import { apart } from '#lib/domain/health/wording.ts';
import type { Cell, Registry, Signal } from '#lib/domain/registry/registry.ts';
import { SIGNALS } from '#lib/domain/registry/registry.ts';
import type { Rollout } from '#lib/domain/release/rollout.ts';
import type { HealthChange } from '#lib/store/store.ts';
import { type AlarmPast, alarmPeriods } from './alarm-periods.ts';
import { alarmViews } from './alarm-views.ts';
import type { CellAction } from './cell-actions.ts';
import { cellTimeline } from './cell-timeline.ts';
import { cellVersions } from './cell-versions.ts';
import { consoleLinks } from './console-links.ts';
import type { CellRange, CellSeriesView, CellView, FleetView } from './fleet-view.ts';
import { roundFigure } from './round-figure.ts';

/** Length and step of each range, seconds. */
export const RANGES: Readonly<Record<CellRange, { seconds: number; step: number }>> = {
  '1h': { seconds: 3_600, step: 60 },
  '3h': { seconds: 10_800, step: 60 },
  '24h': { seconds: 86_400, step: 300 },
  '7d': { seconds: 604_800, step: 3_600 },
};

const UNITS: Readonly<Record<Signal, CellSeriesView['unit']>> = { requests: 'requests/s', errors: 'ratio', latency: 'ms', saturation: '%' };

/** Points of the signals on the grid of a range, as pages show them; NaN is a gap. */
export interface SignalPoints {
  /** Epoch ms of the first point. */
  start: number;
  points: Readonly<Partial<Record<Signal, readonly number[]>>>;
  peers: Readonly<Partial<Record<Signal, readonly number[]>>>;
  /** Why nothing (or nothing new) could be read, for all signals; null when it was. */
  problem: string | null;
  /** Why one signal alone could not be read. */
  problems: Readonly<Partial<Record<Signal, string>>>;
}

/** What the Cell page needs. Null when the cell is not in the picture yet. */
export function buildCellView(given: {
  registry: Registry;
  cell: Cell;
  facts: CellFacts;
  fleet: FleetView;
  range: CellRange;
  signals: SignalPoints;
  /** Past changes of its alarms; null when they are not known. */
  alarmPast: AlarmPast | null;
  changes: readonly HealthChange[];
  /** Where releases stand; left out while none is known. */
  rollouts?: readonly Rollout[];
  /** What people did to the releases of this cell, in the range. */
  actions?: readonly CellAction[];
  notes: readonly string[];
  pending: boolean;
}): CellView | null {
  const { registry, cell, facts, fleet, range, signals } = given;
  const tile = fleet.cells.find((one) => one.name === cell.name);
  if (!tile) return null;
  const rollouts = given.rollouts ?? [];
  const start = new Date(signals.start).toISOString();
  const votes = alarmVotes(facts.alarms, registry.alarms);
  return {
    version: fleet.version,
    observedAt: fleet.observedAt,
    cell: tile,
    facts: { dns: cell.dns, runbook: cell.runbook, project: cell.project, objectives: cell.objectives },
    range,
    start,
    stepSeconds: RANGES[range].step,
    series: SIGNALS.filter((signal) => registry.metrics.signals[signal]).map((signal) => series(signal, given)),
    alarmPeriods: alarmPeriods({
      start: signals.start,
      past: given.alarmPast,
      alarms: facts.alarms,
      ignored: (name) => (votes.get(name) ?? (matchesGlob(name, registry.alarms.ignore) ? 'ignored' : null)) === 'ignored',
    }),
    ...alarmViews(facts.alarms, registry),
    alarmRead: alarmRead(facts.alarmRead, Date.parse(fleet.observedAt)),
    changes: given.changes.map(({ at, from, to, reason }) => ({ at: new Date(at).toISOString(), from, to, reason })),
    timeline: cellTimeline({ cell: cell.name, changes: given.changes, rollouts, actions: given.actions ?? [], since: signals.start }),
    versions: cellVersions(cell.name, rollouts),
    links: consoleLinks(registry.organization, cell),
    sources: fleet.sources,
    notes: given.notes,
    pending: given.pending,
  };
}

function alarmRead({ observedAt, intervalMs, failure }: ReadState, now: number): CellView['alarmRead'] {
  const late = observedAt !== null && now - observedAt > 3 * intervalMs ? 'the last read is older than three of its intervals' : null;
  return { observedAt: observedAt === null ? null : new Date(observedAt).toISOString(), problem: failure?.message ?? late };
}

function series(
  signal: Signal,
  { registry, cell, facts, signals }: { registry: Registry; cell: Cell; facts: CellFacts; signals: SignalPoints },
): CellSeriesView {
  const points = (signals.points[signal] ?? []).map((value) => roundFigure(value, 4));
  const objectives = {
    requests: null,
    errors: 1 - cell.objectives.availability,
    latency: cell.objectives.latencyMs,
    saturation: cell.objectives.saturationPercent,
  };
  const empty = points.every((value) => value === null);
  const definition = registry.metrics.signals[signal];
  const failure = facts.metricReads[signal]?.failure;
  const never = `CloudWatch has no point of ${definition?.namespace} ${definition?.metric} for ${apart(cell.name)} in this range: check its name, dimensions and Region in the registry.`;
  return {
    signal,
    unit: UNITS[signal],
    points,
    peers: (signals.peers[signal] ?? points.map(() => Number.NaN)).map((value) => roundFigure(value, 4)),
    objective: roundFigure(objectives[signal], 6),
    missing: empty ? (signals.problem ?? signals.problems[signal] ?? failure?.message ?? never) : signals.problem,
  };
}
