import { identifier } from '../identifier.ts';
import { hashText } from '../noise.ts';
import type { CommitWorld, ExecutionStatus } from '../release-types.ts';
import type { Engine } from './engine.ts';
import { type Execution, isActive, type Pipeline, type StageRun, type StageState, structureOf } from './pipeline-types.ts';
import { startStage } from './run-stage.ts';

/** What a new execution is to be. */
export interface Birth {
  commit: CommitWorld;
  trigger: Execution['trigger'];
  rollbackTarget?: string;
  breaks?: boolean;
}

/** A new execution, which is nowhere yet. */
export function bearExecution(engine: Engine, pipeline: Pipeline, { commit, trigger, rollbackTarget, breaks = false }: Birth): Execution {
  const { version, mode } = structureOf(pipeline);
  const now = engine.time.now();
  const serial = pipeline.started++;
  const text = `${engine.seed}/${pipeline.component.name}/execution/${serial}`;
  const execution: Execution = {
    id: identifier(text),
    component: pipeline.component.name,
    serial,
    version,
    mode,
    status: 'InProgress',
    startedAt: now,
    updatedAt: now,
    commit,
    revisionKnown: rollbackTarget !== undefined,
    trigger,
    stopReason: null,
    rollbackTarget: rollbackTarget ?? null,
    runs: [],
    chance: hashText(text),
    actionsStarted: 0,
    breaks,
  };
  pipeline.executions.push(execution);
  engine.changed(execution.component, { what: 'execution', execution });
  return execution;
}

/** An execution comes to the door of a stage (by its place); behind the last one it has succeeded. */
export function arrive(engine: Engine, pipeline: Pipeline, execution: Execution, place: number): void {
  const state = pipeline.stages[place];
  if (!state) {
    endExecution(engine, execution, 'Succeeded');
    return;
  }
  if (execution.mode === 'SUPERSEDED') {
    const newer = state.inbound.find((waiting) => waiting.serial > execution.serial);
    if (newer) {
      endExecution(engine, execution, 'Superseded');
      return;
    }
    for (const waiting of state.inbound.splice(0)) endExecution(engine, waiting, 'Superseded');
  }
  state.inbound.push(execution);
  state.stale = false;
  admit(engine, pipeline, state);
}

/** Lets those enter that may. */
export function admit(engine: Engine, pipeline: Pipeline, state: StageState): void {
  while (state.transition.enabled && !state.stale && state.inbound.length > 0) {
    const [next] = state.inbound;
    if (!next || (next.mode !== 'PARALLEL' && isActive(state.run))) return;
    state.inbound.shift();
    enter(engine, pipeline, state, next);
  }
}

/** An execution enters a stage, whatever waits in front of it. */
function enter(engine: Engine, pipeline: Pipeline, state: StageState, execution: Execution): void {
  const now = engine.time.now();
  const run: StageRun = {
    stage: state.plan,
    execution,
    status: 'InProgress',
    startedAt: now,
    updatedAt: now,
    actions: [],
    retries: 0,
    conditions: { beforeEntry: null, onSuccess: null },
  };
  execution.updatedAt = now;
  execution.runs.push(run);
  state.run = run;
  state.runs.push(run);
  engine.changed(execution.component, { what: 'stage', run });
  startStage(engine, pipeline, run, (ended) => leave(engine, pipeline, ended));
}

/** What becomes of an execution that is done with a stage, and of those that wait for the stage. */
export function leave(engine: Engine, pipeline: Pipeline, run: StageRun): void {
  const { execution } = run;
  const place = pipeline.stages.findIndex((state) => state.plan.name === run.stage.name);
  switch (run.status) {
    case 'Succeeded':
    case 'Skipped':
      // A rollback concerns its stage only.
      if (execution.rollbackTarget !== null) endExecution(engine, execution, 'Succeeded');
      else arrive(engine, pipeline, execution, place + 1);
      break;
    case 'Failed':
    case 'Stopped':
    case 'Cancelled':
      endExecution(engine, execution, run.status);
  }
  const state = pipeline.stages[place];
  if (run.status === 'Failed' && state && rollsBack(run)) {
    const target = rollbackCandidate(pipeline, state, execution);
    if (target) startRollback(engine, pipeline, state, target, { type: 'AutomatedRollback', detail: execution.id });
  }
  if (state) admit(engine, pipeline, state);
}

function rollsBack({ stage, conditions, execution }: StageRun): boolean {
  if (execution.rollbackTarget !== null) return false;
  return stage.onFailure === 'ROLLBACK' || (stage.onSuccess?.result === 'ROLLBACK' && conditions.onSuccess?.status === 'Failed');
}

/** The last execution to which a stage can go back by itself. */
function rollbackCandidate(pipeline: Pipeline, state: StageState, not: Execution): Execution | undefined {
  const { version } = structureOf(pipeline);
  return state.runs.findLast(
    ({ status, execution }) =>
      status === 'Succeeded' && execution !== not && execution.rollbackTarget === null && execution.version === version,
  )?.execution;
}

/** A new execution that brings what another one brought into a stage. */
export function startRollback(
  engine: Engine,
  pipeline: Pipeline,
  state: StageState,
  target: Execution,
  trigger: Execution['trigger'],
): Execution {
  const execution = bearExecution(engine, pipeline, { commit: target.commit, trigger, rollbackTarget: target.id });
  enter(engine, pipeline, state, execution);
  return execution;
}

export function endExecution(engine: Engine, execution: Execution, status: ExecutionStatus): void {
  execution.status = status;
  execution.updatedAt = engine.time.now();
  engine.changed(execution.component, { what: 'execution', execution });
}
