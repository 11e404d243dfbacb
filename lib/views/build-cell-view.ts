import type { CellFacts } from '#lib/domain/facts.ts';
import type { Cell, Registry, Signal } from '#lib/domain/registry/registry.ts';
import { SIGNALS } from '#lib/domain/registry/registry.ts';
import type { HealthChange } from '#lib/store/store.ts';
import { alarmViews } from './alarm-views.ts';
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
  /** Why nothing could be read, for all signals; null when it was. */
  problem: string | null;
}

/** What the Cell page needs. Null when the cell is not in the picture yet. */
export function buildCellView(given: {
  registry: Registry;
  cell: Cell;
  facts: CellFacts;
  fleet: FleetView;
  range: CellRange;
  signals: SignalPoints;
  changes: readonly HealthChange[];
}): CellView | null {
  const { registry, cell, facts, fleet, range, signals } = given;
  const tile = fleet.cells.find((one) => one.name === cell.name);
  if (!tile) return null;
  const start = new Date(signals.start).toISOString();
  return {
    version: fleet.version,
    observedAt: fleet.observedAt,
    cell: tile,
    facts: { dns: cell.dns, runbook: cell.runbook, project: cell.project, objectives: cell.objectives },
    range,
    start,
    stepSeconds: RANGES[range].step,
    series: SIGNALS.filter((signal) => registry.metrics.signals[signal]).map((signal) => series(signal, given)),
    alarmPeriods: facts.alarms
      .filter((alarm) => alarm.state === 'ALARM' && alarm.since !== null)
      .map((alarm) => ({ alarm: alarm.name, from: new Date(Math.max(alarm.since ?? 0, signals.start)).toISOString(), to: null })),
    alarms: alarmViews(facts.alarms, registry),
    changes: given.changes.map(({ at, from, to, reason }) => ({ at: new Date(at).toISOString(), from, to, reason })),
    timeline: [],
    versions: [],
    links: consoleLinks(registry.organization, cell),
    sources: fleet.sources,
  };
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
  const never = `CloudWatch has no point of ${definition?.namespace} ${definition?.metric} for ${cell.name} in this range: check its name, dimensions and Region in the registry.`;
  return {
    signal,
    unit: UNITS[signal],
    points,
    peers: (signals.peers[signal] ?? points.map(() => Number.NaN)).map((value) => roundFigure(value, 4)),
    objective: roundFigure(objectives[signal], 6),
    missing: empty ? (signals.problem ?? failure?.message ?? never) : null,
  };
}
