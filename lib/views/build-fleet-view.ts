import type { CellFacts } from '#lib/domain/facts.ts';
import type { CellVerdict, FleetVerdict } from '#lib/domain/health/verdict.ts';
import type { Registry } from '#lib/domain/registry/registry.ts';
import type { ReleasePicture } from '#lib/domain/release/rollout.ts';
import { MINUTE } from '#lib/domain/series.ts';
import { buildCellTile, evidenceView } from './build-cell-tile.ts';
import { fleetReleasesSteps, NO_RELEASES } from './fleet-releases.ts';
import type { FleetCellView, FleetView, HeldRegistryView, SharedItemView, SourceView } from './fleet-view.ts';

/** Beyond so many cells tiles are drawn without sparkline, so healthy cells carry none. */
const SPARKS_UP_TO = 400;

/** Facts and verdict as the Fleet page needs them, cells in registry order; in steps of a cell each. */
export function* fleetViewSteps(given: {
  version: string;
  registry: Registry;
  cells: ReadonlyMap<string, CellFacts>;
  verdict: FleetVerdict;
  sources: readonly SourceView[];
  /** One that waits for an admin; left out while none does. */
  heldRegistry?: HeldRegistryView | null;
  refreshSeconds: number;
  /** Where releases stand, and the version of the view that tells it in full; left out while none is known. */
  releases?: ReleasePicture & { version: string };
}): Generator<undefined, FleetView> {
  const { registry, verdict } = given;
  const minute = Math.floor(verdict.at / MINUTE);
  const productionPerMinute = productionTraffic(registry, verdict.cells);
  const sparkOfHealthy = registry.cells.length <= SPARKS_UP_TO;
  const releases = given.releases ? yield* fleetReleasesSteps(registry, given.releases, verdict.at) : NO_RELEASES;
  const context = { registry, minute, productionPerMinute, sparkOfHealthy, releases };
  const cells: FleetCellView[] = [];
  for (const cell of registry.cells) {
    const facts = given.cells.get(cell.name);
    const judged = verdict.cells.get(cell.name);
    if (facts && judged) cells.push(buildCellTile(cell, facts, judged, context));
    yield;
  }
  return {
    version: given.version,
    organization: { name: registry.organization.name },
    observedAt: new Date(verdict.at).toISOString(),
    headline: verdict.headline,
    findings: verdict.findings.map((finding) => ({ ...finding, since: new Date(finding.since).toISOString() })),
    summary: verdict.summary,
    sources: given.sources,
    waves: registry.waves.map((wave) => wave.name),
    waveNotes: releases.waveNotes,
    moving: releases.moving,
    reminders: releases.reminders,
    rolloutsVersion: given.releases?.version ?? null,
    cells,
    shared: registry.shared.flatMap((item): SharedItemView[] => {
      const judged = verdict.shared.get(item.name);
      if (!judged) return [];
      const { name, accountId, region } = item;
      const since = new Date(judged.since).toISOString();
      return [{ name, accountId, region, health: judged.health, since, evidence: judged.evidence.map(evidenceView) }];
    }),
    heldRegistry: given.heldRegistry ?? null,
    restored: false,
    refreshSeconds: given.refreshSeconds,
  };
}

function productionTraffic(registry: Registry, verdicts: ReadonlyMap<string, CellVerdict>): number {
  let sum = 0;
  for (const cell of registry.cells) {
    if (cell.environment !== 'production' || cell.state !== 'in-service') continue;
    sum += verdicts.get(cell.name)?.baselinePerMinute ?? 0;
  }
  return sum;
}
