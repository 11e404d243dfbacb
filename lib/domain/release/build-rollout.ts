import { drain } from '../drain.ts';
import type { Registry } from '../registry/registry.ts';
import { type AlarmLookup, bakeProgress } from './bake-progress.ts';
import type { ActionRun, PipelineFacts, StageState } from './facts.ts';
import { isBake } from './find-targets.ts';
import { type MappedStage, mapStages } from './map-stages.ts';
import { nameReleases } from './name-releases.ts';
import { isApproval, newestRuns, stageActions } from './pick-runs.ts';
import { releaseCells } from './release-cells.ts';
import type { BakeProgress, Release, Rollout, StageRollout } from './rollout.ts';
import { stagePlace } from './stage-place.ts';
import { traceVisits } from './trace-visits.ts';

const UNSEEN: Omit<StageState, 'name'> = {
  inbound: [],
  transition: { enabled: true, changedBy: null, changedAt: null, reason: null },
  latest: null,
  actions: [],
  conditions: [],
};

interface Given {
  facts: PipelineFacts;
  registry: Registry;
  alarms: AlarmLookup;
  now: number;
}

/**
 * Where each release of one component stands. What is not known yet is left out: without its structure a rollout has no stages.
 * @throws RangeError when the registry has no such component
 */
export function buildRollout(given: Given): Rollout {
  return drain(buildRolloutSteps(given));
}

/** The same in steps of at most a few milliseconds each. */
export function* buildRolloutSteps(given: Given): Generator<undefined, Rollout> {
  const { facts, registry } = given;
  const component = registry.components.find((one) => one.name === facts.component);
  if (!component) throw new RangeError(`The registry has no component "${facts.component}".`);
  const { pipeline } = component;
  const releases = nameReleases(facts.executions);
  const byId = new Map(releases.map((release) => [release.executionId, release]));
  const mapped = facts.structure ? mapStages(facts.structure, component, registry) : [];
  const states = new Map(facts.state?.stages.map((stage) => [stage.name, stage]));
  const isIn = (executionId: string, stage: string) => {
    const latest = states.get(stage)?.latest;
    return latest?.executionId === executionId && (latest.status === 'InProgress' || latest.status === 'Stopping');
  };
  const bakeOf = bakeFinder(given, mapped);
  const leading = findLeading(releases, mapped, facts);
  yield;
  const visits = yield* traceVisits({ stages: mapped, runs: facts.runs, releases: byId, component, registry, isIn, bakeOf });
  const stages: StageRollout[] = [];
  for (const [index, stage] of mapped.entries()) {
    const state = states.get(stage.name) ?? { name: stage.name, ...UNSEEN };
    stages.push(stageRollout({ facts, mapped, index, state, byId, bakeOf }));
    yield;
  }
  const cells = yield* releaseCells({ facts, stages: mapped, visits, releases: byId, leading });
  return {
    component: component.name,
    pipeline: {
      ...pipeline,
      arn:
        facts.structure?.arn ?? `arn:${partition(pipeline.region)}:codepipeline:${pipeline.region}:${pipeline.accountId}:${pipeline.name}`,
      version: facts.structure?.version ?? facts.state?.version ?? null,
      mode: facts.structure?.mode ?? facts.executions[0]?.mode ?? 'SUPERSEDED',
    },
    stages,
    cells,
    releases,
    newest: releases[0] ?? null,
    leading,
    moving: releases.some((release) => isUnderWay(release)),
    drift: findDrift(mapped, registry),
    read: facts.read,
  };
}

function stageRollout(given: {
  facts: PipelineFacts;
  mapped: readonly MappedStage[];
  index: number;
  state: StageState;
  byId: ReadonlyMap<string, Release>;
  bakeOf: (executionId: string, stage: string) => BakeProgress | null;
}): StageRollout {
  const { facts, mapped, index, state, byId, bakeOf } = given;
  const stage = mapped[index] as MappedStage;
  const { latest, transition } = state;
  const runs = newestRuns(latest ? facts.runs.get(latest.executionId) : undefined, stage.name);
  const actions = stageActions(stage, runs, state.actions, latest?.status === 'Succeeded');
  const bake = latest ? bakeOf(latest.executionId, stage.name) : null;
  const approval = latest?.status === 'InProgress' ? findApproval(stage, state, runs) : null;
  const expected = isExpected(facts, mapped, index, state);
  const execution = latest ? facts.executions.find((one) => one.id === latest.executionId) : undefined;
  const { place, since, error } = stagePlace({ state, actions, bake, approval, expected, execution });
  const under = ['deploying', 'baking', 'approval', 'stopping', 'stopped', 'failed'].includes(place) && latest !== null;
  return {
    name: stage.name,
    kind: stage.kind,
    wave: stage.wave,
    cells: stage.cells,
    place,
    executionId: latest?.executionId ?? null,
    revision: latest ? (byId.get(latest.executionId)?.revision ?? null) : null,
    since,
    inbound: state.inbound,
    paused: transition.enabled
      ? null
      : { by: transition.changedBy, at: transition.changedAt, reason: transition.reason, owner: null, until: null },
    bake,
    approval,
    error,
    progress: under && stage.cells.length > 0 ? { done: countDone(stage, actions), of: stage.cells.length } : null,
    actions,
  };
}

/** Bakes by execution and stage, each worked out once; null where none has begun. */
function bakeFinder({ facts, registry, alarms, now }: Given, mapped: readonly MappedStage[]) {
  const known = new Map<string, BakeProgress | null>();
  const runOf = (executionId: string, stage: MappedStage) => {
    const runs = newestRuns(facts.runs.get(executionId), stage.name);
    const bakes = stage.actions.filter(isBake).flatMap((action) => runs.get(action.name) ?? []);
    return bakes.find((run) => run.status === 'InProgress') ?? bakes.at(-1) ?? null;
  };
  const find = (executionId: string, stage: MappedStage): BakeProgress | null => {
    const run = runOf(executionId, stage);
    if (!run) return null;
    const lastTook = run.status === 'InProgress' ? tookLast(facts, executionId, (id) => runOf(id, stage)) : null;
    return bakeProgress({ run, bake: facts.bakes.get(run.actionExecutionId), cells: stage.watched, registry, alarms, lastTook, now });
  };
  return (executionId: string, name: string): BakeProgress | null => {
    const key = `${executionId}/${name}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const stage = mapped.find((one) => one.name === name);
    const found = stage ? find(executionId, stage) : null;
    known.set(key, found);
    return found;
  };
}

/** How long the newest other run that succeeded took, ms. */
function tookLast(facts: PipelineFacts, but: string, runOf: (executionId: string) => ActionRun | null): number | null {
  let newest: ActionRun | null = null;
  for (const executionId of facts.runs.keys()) {
    const run = executionId === but ? null : runOf(executionId);
    if (run?.status === 'Succeeded' && run.startedAt !== null && (run.updatedAt ?? 0) > (newest?.updatedAt ?? 0)) newest = run;
  }
  return newest ? (newest.updatedAt ?? 0) - (newest.startedAt ?? 0) : null;
}

/** The token is the pipeline state's alone; the run says that it belongs to the execution in the stage. */
function findApproval(stage: MappedStage, state: StageState, runs: ReadonlyMap<string, ActionRun>): StageRollout['approval'] {
  for (const action of stage.actions.filter(isApproval)) {
    const waits = state.actions.find((one) => one.name === action.name && one.status === 'InProgress' && one.token !== null);
    const run = runs.get(action.name);
    if (!waits?.token || (run && run.actionExecutionId !== waits.actionExecutionId)) continue;
    return { action: action.name, token: waits.token, since: run?.startedAt ?? waits.changedAt, url: waits.externalUrl };
  }
  return null;
}

/** Whether an execution that is under way has still to come to this stage. */
function isExpected(facts: PipelineFacts, mapped: readonly MappedStage[], index: number, state: StageState): boolean {
  const here = new Set(mapped.slice(index).map((stage) => stage.name));
  const beyond = new Set(facts.state?.stages.flatMap((stage) => (here.has(stage.name) && stage.latest ? [stage.latest.executionId] : [])));
  return facts.executions.some(
    (execution) =>
      execution.status === 'InProgress' &&
      execution.type === 'STANDARD' &&
      execution.id !== state.latest?.executionId &&
      !beyond.has(execution.id) &&
      !facts.runs.get(execution.id)?.some((run) => here.has(run.stage)),
  );
}

function countDone(stage: MappedStage, actions: StageRollout['actions']): number {
  const status = new Map(actions.map((action) => [action.name, action.status]));
  return stage.cells.filter((cell) => {
    const deploying = [...stage.targets].filter(([, cells]) => cells.includes(cell));
    return deploying.length > 0 && deploying.every(([action]) => status.get(action) === 'succeeded');
  }).length;
}

/** What "new" means in the cells: the newest execution that is under way, else the newest that came into a wave. */
function findLeading(releases: readonly Release[], mapped: readonly MappedStage[], facts: PipelineFacts): Release | null {
  const waves = new Set(mapped.filter((stage) => stage.kind === 'wave').map((stage) => stage.name));
  const latest = new Set(facts.state?.stages.flatMap((stage) => (waves.has(stage.name) && stage.latest ? [stage.latest.executionId] : [])));
  const reached = (id: string) => latest.has(id) || facts.runs.get(id)?.some((run) => waves.has(run.stage)) === true;
  return releases.find((release) => isUnderWay(release) || release.status === 'Succeeded' || reached(release.executionId)) ?? null;
}

function isUnderWay({ status }: Release): boolean {
  return status === 'InProgress' || status === 'Stopping';
}

/** Cells in service that no stage leads to; none where a pipeline leads to no cell at all, since that is not its purpose. */
function findDrift(mapped: readonly MappedStage[], registry: Registry): string[] {
  const reached = new Set(mapped.flatMap((stage) => stage.cells));
  if (reached.size === 0) return [];
  return registry.cells
    .filter((cell) => cell.state === 'in-service' && cell.wave !== null && !reached.has(cell.name))
    .map((cell) => cell.name);
}

function partition(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
