import type { TouchedStage } from '../access/may-act.ts';
import type { Registry } from '../registry/registry.ts';
import type { Execution, ExecutionMode, PipelineAction, PipelineFacts, StageState } from '../release/facts.ts';
import { type Component, isBake } from '../release/find-targets.ts';
import { mapStages } from '../release/map-stages.ts';
import { nameReleases } from '../release/name-releases.ts';
import type { ReleaseNeeds } from '../release/release-needs.ts';
import type { Release, StageKind } from '../release/rollout.ts';
import type { PlannedCall } from './action.ts';

/** A stage as planning sees it: what AWS said of it, and where it leads. */
export interface StagePicture {
  name: string;
  /** Position in the pipeline. The first stage has no door. */
  index: number;
  kind: StageKind;
  /** Names of the cells that it deploys to or watches. */
  cells: readonly string[];
  /** Waves of those cells. */
  waves: readonly string[];
  /** False for a stage that only watches what the one before deployed. */
  deploys: boolean;
  /** False when it also deploys to somewhere that the registry does not explain. */
  mapped: boolean;
  /** True when a bake belongs to it. */
  bakes: boolean;
  actions: readonly PipelineAction[];
  /** Null when it was not in what was read. */
  state: StageState | null;
}

/** One component's pipeline as a plan is made on it. */
export interface PipelinePicture {
  component: string;
  pipeline: PlannedCall['pipeline'];
  mode: ExecutionMode | null;
  version: number | null;
  /** When the state was read, epoch ms; null when it was never read. */
  readAt: number | null;
  /** Why the state is an old one, in words; null when it was read for this plan. */
  old: string | null;
  stages: readonly StagePicture[];
  facts: PipelineFacts;
  releases: ReadonlyMap<string, Release>;
  /** ARN of the Step Functions execution behind a bake, by action execution id. */
  bakeArns: ReadonlyMap<string, string>;
  /** Executions that succeeded in a stage under the present structure, newest first, by its name, where that was asked. */
  succeeded: ReadonlyMap<string, readonly Execution[]>;
  /** What releases that may be gone back to need, by execution id, where that was looked for. */
  needs: ReadonlyMap<string, ReleaseNeeds>;
}

/**
 * Puts together what is known of a pipeline. The state's own list of stages counts, since it is the newest.
 * @returns null when neither state nor structure is known
 */
export function picturePipeline(given: {
  component: Component;
  registry: Registry;
  facts: PipelineFacts;
  bakeArns: ReadonlyMap<string, string>;
  succeeded?: ReadonlyMap<string, readonly Execution[]>;
  needs?: ReadonlyMap<string, ReleaseNeeds>;
  readAt: number | null;
  old: string | null;
}): PipelinePicture | null {
  const { component, registry, facts, bakeArns, succeeded = new Map(), needs = new Map(), readAt, old } = given;
  const { structure, state } = facts;
  if (!structure && !state) return null;
  const mapped = new Map((structure ? mapStages(structure, component, registry) : []).map((stage) => [stage.name, stage]));
  const waveOf = new Map(registry.cells.map((cell) => [cell.name, cell.wave]));
  const states = new Map(state?.stages.map((stage) => [stage.name, stage]) ?? []);
  const names = state?.stages.map(({ name }) => name) ?? structure?.stages.map(({ name }) => name) ?? [];
  const stages = names.map((name, index): StagePicture => {
    const found = mapped.get(name);
    const cells = found?.watched ?? (component.stages[name] ?? []).filter((cell) => waveOf.has(cell));
    return {
      name,
      index,
      kind: found?.kind ?? (cells.length > 0 ? 'wave' : 'other'),
      cells,
      waves: [...new Set(cells.flatMap((cell) => waveOf.get(cell) ?? []))],
      deploys: found ? found.cells.length > 0 : cells.length > 0,
      mapped: found?.actions.every((action) => found.targets.has(action.name) || !reachesElsewhere(action, component)) ?? false,
      bakes: found?.actions.some(isBake) ?? false,
      actions: found?.actions ?? [],
      state: states.get(name) ?? null,
    };
  });
  const { name, accountId, region } = component.pipeline;
  return {
    component: component.name,
    pipeline: { name, accountId, region, arn: structure?.arn ?? `arn:aws:codepipeline:${region}:${accountId}:${name}` },
    mode: structure?.mode ?? null,
    version: state?.version ?? structure?.version ?? null,
    readAt,
    old,
    stages,
    facts,
    releases: new Map(nameReleases(facts.executions).map((release) => [release.executionId, release])),
    bakeArns,
    succeeded,
    needs,
  };
}

/** Whether an action changes something that its cells, if it has none, do not explain. A bake only watches. */
function reachesElsewhere(action: PipelineAction, component: Component): boolean {
  if (action.category === 'Approval' || isBake(action)) return false;
  return action.category === 'Deploy' || (action.roleAccountId !== null && action.roleAccountId !== component.pipeline.accountId);
}

/** What people call the release of an execution: its short revision, else the start of its id. */
export function releaseName(picture: PipelinePicture, executionId: string): string {
  const revision = picture.releases.get(executionId)?.revision;
  return revision && revision !== '?' ? revision : executionId.slice(0, 8);
}

/** A stage as the rule of access judges it. */
export function touchedStage(stage: StagePicture, registry: Registry): TouchedStage {
  const names = new Set(stage.cells);
  const cells = registry.cells.filter((cell) => names.has(cell.name));
  return {
    stage: stage.name,
    mapped: stage.mapped && cells.length === names.size,
    cells: cells.map(({ name, environment, wave }) => ({ name, environment, wave })),
  };
}
