import type { Registry } from '../registry/registry.ts';
import type { Rollout } from '../release/rollout.ts';
import type { ReleaseArrival } from './around-release.ts';

/** Releases that were deployed to cells of waves, as far as rollouts tell; the latest first. Going back is no release. */
export function releaseArrivals(rollouts: readonly Rollout[], registry: Registry): ReleaseArrival[] {
  const waves = new Map(registry.cells.map(({ name, wave }) => [name, wave]));
  const arrivals = new Map<string, ReleaseArrival & { cells: { cell: string; deployedAt: number }[] }>();
  for (const { component, cells } of rollouts) {
    for (const { cell, visits } of cells.values()) {
      const wave = waves.get(cell);
      if (!wave) continue;
      for (const { executionId, revision, type, deployedAt } of visits) {
        if (deployedAt === null || type !== 'STANDARD') continue;
        const key = keyOf({ component, executionId, wave });
        const arrival = arrivals.get(key) ?? { component, executionId, revision, wave, cells: [] };
        arrivals.set(key, arrival);
        if (!arrival.cells.some((one) => one.cell === cell)) arrival.cells.push({ cell, deployedAt });
      }
    }
  }
  return latestFirst([...arrivals.values()]);
}

/** What was kept with what is seen now: rollouts tell the last few releases of a cell alone. Those before `since` (epoch ms) go. */
export function mergeArrivals(kept: readonly ReleaseArrival[], seen: readonly ReleaseArrival[], since: number): ReleaseArrival[] {
  const merged = new Map(kept.map((arrival) => [keyOf(arrival), arrival]));
  for (const arrival of seen) {
    const before = merged.get(keyOf(arrival))?.cells ?? [];
    const now = new Set(arrival.cells.map(({ cell }) => cell));
    merged.set(keyOf(arrival), { ...arrival, cells: [...before.filter(({ cell }) => !now.has(cell)), ...arrival.cells] });
  }
  return latestFirst([...merged.values()].filter((arrival) => lastOf(arrival) >= since));
}

function keyOf({ component, executionId, wave }: Pick<ReleaseArrival, 'component' | 'executionId' | 'wave'>): string {
  return `${component}\n${executionId}\n${wave}`;
}

function lastOf({ cells }: ReleaseArrival): number {
  return Math.max(...cells.map(({ deployedAt }) => deployedAt));
}

function latestFirst(arrivals: ReleaseArrival[]): ReleaseArrival[] {
  return arrivals.sort((a, b) => lastOf(b) - lastOf(a));
}
