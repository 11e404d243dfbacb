import type { Registry } from '../registry/registry.ts';
import type { CellVerdict, FleetSummary } from './verdict.ts';

/** Counts cells in service by health, and the share of production traffic, at what each carried when well, in cells not healthy. */
export function summarize(registry: Registry, verdicts: ReadonlyMap<string, CellVerdict>): FleetSummary {
  const summary: FleetSummary = { healthy: 0, degraded: 0, critical: 0, noData: 0, outOfService: 0, trafficAtRisk: null };
  let all = 0;
  let atRisk = 0;
  // A sick cell whose traffic was never known may carry any share.
  let unknown = false;
  for (const cell of registry.cells) {
    const verdict = verdicts.get(cell.name);
    if (cell.state !== 'in-service') {
      summary.outOfService++;
      continue;
    }
    if (!verdict) continue;
    summary[verdict.health === 'no-data' ? 'noData' : verdict.health]++;
    if (cell.environment !== 'production') continue;
    if (verdict.baselinePerMinute === null) {
      unknown ||= verdict.health !== 'healthy';
      continue;
    }
    all += verdict.baselinePerMinute;
    if (verdict.health !== 'healthy') atRisk += verdict.baselinePerMinute;
  }
  if (all > 0 && !(unknown && atRisk === 0)) summary.trafficAtRisk = atRisk / all;
  return summary;
}
