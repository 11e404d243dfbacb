import type { Registry } from '../registry/registry.ts';
import type { ActionRun } from './facts.ts';
import { type Component, isBake, targetsOfRun } from './find-targets.ts';
import type { MappedStage } from './map-stages.ts';
import { newestRuns } from './pick-runs.ts';
import type { BakeProgress, Release, Visit } from './rollout.ts';

interface Deployment {
  arrivedAt: number;
  endedAt: number | null;
  state: 'running' | 'deployed' | 'failed';
  /** Actions that deploy to the cell, of which a run is known. */
  actions: number;
}

/**
 * Which releases came to each cell, when, and what became of them, as the runs of deploy actions tell; newest first. In steps of a
 * stage that a release came to.
 */
export function* traceVisits(given: {
  stages: readonly MappedStage[];
  runs: ReadonlyMap<string, readonly ActionRun[]>;
  releases: ReadonlyMap<string, Release>;
  component: Component;
  registry: Registry;
  /** True while this execution is in that stage. */
  isIn: (executionId: string, stage: string) => boolean;
  bakeOf: (executionId: string, stage: string) => BakeProgress | null;
}): Generator<undefined, Map<string, Visit[]>> {
  const { stages, runs, releases, component, registry } = given;
  const mapped = new Map(stages.map((stage) => [stage.name, stage]));
  const traced = new Map<string, Visit[]>();
  for (const [executionId, all] of runs) {
    const release = releases.get(executionId);
    for (const stage of new Set(all.map((run) => run.stage))) {
      const known = mapped.get(stage);
      const deployments = new Map<string, Deployment>();
      const first = firstStarts(all, stage);
      for (const run of newestRuns(all, stage).values()) {
        for (const cell of known?.targets.get(run.action) ?? (known?.targets.size ? [] : targetsOfRun(run, component, registry))) {
          deployments.set(cell, merge(deployments.get(cell), run, first.get(run.action) ?? run.updatedAt ?? 0));
        }
      }
      const under = given.isIn(executionId, stage);
      const wanted = under && known ? countActions(known) : null;
      // The watch stands in the stage itself, or in one that only watches, next to it.
      const watches = deployments.size > 0 ? watchingStages(stages, stage) : [];
      const bake = watches.map((one) => given.bakeOf(executionId, one)).find((one) => one !== null) ?? null;
      const pending = bake === null && watches.length > 0 && (under || (watches[0] !== stage && release?.status === 'InProgress'));
      for (const [cell, deployment] of deployments) {
        const whole = wanted === null || deployment.actions >= (wanted.get(cell) ?? 0);
        const deployed = deployment.state === 'deployed' && whole;
        const visits = traced.get(cell) ?? [];
        visits.push({
          executionId,
          revision: release?.revision ?? '?',
          type: release?.type ?? 'STANDARD',
          stage,
          arrivedAt: deployment.arrivedAt,
          deployedAt: deployed ? deployment.endedAt : null,
          failedAt: deployment.state === 'failed' ? deployment.endedAt : null,
          bake: deployed && bake ? bakeOf(bake) : null,
          watchPending: deployed && pending,
          leftAt: null,
        });
        traced.set(cell, visits);
      }
      yield;
    }
  }
  for (const [cell, visits] of traced) traced.set(cell, follow(visits));
  return traced;
}

function merge(before: Deployment | undefined, run: ActionRun, startedAt: number): Deployment {
  const state = run.status === 'InProgress' ? 'running' : run.status === 'Succeeded' ? 'deployed' : 'failed';
  const endedAt = state === 'running' ? null : (run.updatedAt ?? startedAt);
  if (!before) return { arrivedAt: startedAt, endedAt, state, actions: 1 };
  return {
    ...before,
    arrivedAt: Math.min(before.arrivedAt, startedAt),
    endedAt: before.endedAt === null || endedAt === null ? null : Math.max(before.endedAt, endedAt),
    state:
      before.state === 'failed' || state === 'failed'
        ? 'failed'
        : before.state === 'running' || state === 'running'
          ? 'running'
          : 'deployed',
    actions: before.actions + 1,
  };
}

/** When each action first began: a retry repeats what began earlier. */
function firstStarts(all: readonly ActionRun[], stage: string): Map<string, number> {
  const first = new Map<string, number>();
  for (const run of all) {
    if (run.stage !== stage || run.startedAt === null) continue;
    first.set(run.action, Math.min(run.startedAt, first.get(run.action) ?? run.startedAt));
  }
  return first;
}

/** How many actions deploy to each cell of a stage. */
function countActions(stage: MappedStage): Map<string, number> {
  const counts = new Map<string, number>();
  for (const cells of stage.targets.values()) for (const cell of cells) counts.set(cell, (counts.get(cell) ?? 0) + 1);
  return counts;
}

/** Stages that hold the watch after a deployment: its own, or the next when that only watches. */
function watchingStages(stages: readonly MappedStage[], stage: string): string[] {
  const at = stages.findIndex((one) => one.name === stage);
  return stages
    .slice(at, at + 2)
    .filter((one, next) => at !== -1 && (next === 0 || one.cells.length === 0) && one.actions.some(isBake))
    .map((one) => one.name);
}

function bakeOf({ startedAt, endsAt, stoppedAt, status }: BakeProgress): Visit['bake'] {
  return { startedAt, endsAt, stoppedAt, status };
}

/** Newest first, each with when the next began to replace it. A deployment that failed left by itself. */
function follow(visits: readonly Visit[]): Visit[] {
  const sorted = visits.toSorted((a, b) => b.arrivedAt - a.arrivedAt);
  let next: number | null = null;
  return sorted.map((visit) => {
    const leftAt = visit.failedAt === null ? next : Math.min(visit.failedAt, next ?? visit.failedAt);
    if (visit.failedAt === null) next = visit.arrivedAt;
    return { ...visit, leftAt };
  });
}
