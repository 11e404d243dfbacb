import type { CellFacts } from '#lib/domain/facts.ts';
import type { CellVerdict, Evidence } from '#lib/domain/health/verdict.ts';
import type { Cell, Registry, Signal } from '#lib/domain/registry/registry.ts';
import type { FleetReleases } from './fleet-releases.ts';
import type { EvidenceView, FleetCellView, SparkView } from './fleet-view.ts';
import { roundFigure } from './round-figure.ts';
import { signalValue } from './signal-value.ts';

const SPARK_MINUTES = 30;
/** A figure older than this many minutes is not shown as the present one. */
const PRESENT_MINUTES = 4;

/** One cell as the Fleet page shows it. @param minute index of the last complete minute, exclusive; @param sparkOfHealthy false leaves the sparkline of healthy cells out. */
export function buildCellTile(
  cell: Cell,
  facts: CellFacts,
  verdict: CellVerdict,
  context: { registry: Registry; minute: number; productionPerMinute: number; sparkOfHealthy: boolean; releases: FleetReleases },
): FleetCellView {
  const { registry, minute } = context;
  const errors = registry.metrics.signals.errors;
  const present = (signal: Signal, digits: number) => {
    for (let back = 1; back <= PRESENT_MINUTES; back++) {
      const value = signalValue(facts, signal, minute - back, errors);
      if (!Number.isNaN(value)) return roundFigure(value, digits);
    }
    return null;
  };
  const share = verdict.baselinePerMinute === null ? null : verdict.baselinePerMinute / context.productionPerMinute;
  const counted = cell.environment === 'production' && cell.state === 'in-service';
  const healthy = verdict.health === 'healthy';
  return {
    name: cell.name,
    accountId: cell.accountId,
    region: cell.region,
    cloud: cell.cloud,
    environment: cell.environment,
    wave: cell.wave,
    state: cell.state,
    health: verdict.health,
    since: new Date(verdict.since).toISOString(),
    evidence: healthy ? [] : verdict.evidence.map(evidenceView),
    requestsPerSecond: present('requests', 3),
    errorRatio: present('errors', 3),
    latencyMs: present('latency', 3),
    saturationPercent: present('saturation', 3),
    trafficShare: counted ? roundFigure(share, 2) : null,
    spark: healthy && !context.sparkOfHealthy ? null : spark(facts, verdict, registry, minute),
    releases: context.releases.inCells.get(cell.name) ?? [],
    suspect: context.releases.suspects.get(cell.name) ?? null,
  };
}

export function evidenceView(evidence: Evidence): EvidenceView {
  return { ...evidence, since: new Date(evidence.since).toISOString() };
}

function spark(facts: CellFacts, verdict: CellVerdict, registry: Registry, minute: number): SparkView | null {
  const deciding = verdict.evidence.find((evidence) => !evidence.informs && evidence.signal !== null)?.signal;
  const signal = deciding ?? (registry.metrics.signals.requests ? 'requests' : Object.keys(facts.minutes)[0]);
  if (!signal) return null;
  const points: (number | null)[] = [];
  for (let at = minute - SPARK_MINUTES; at < minute; at++) {
    points.push(roundFigure(signalValue(facts, signal as Signal, at, registry.metrics.signals.errors), 3));
  }
  return { signal: signal as Signal, points };
}
