import type { Engine } from './engine.ts';
import { type ActionPlan, isActive, type Pipeline, type StageRun, type StageStatus } from './pipeline-types.ts';
import { settleAction, startAction } from './run-action.ts';
import { runCondition } from './run-condition.ts';

/** Called when an execution is done with a stage, whatever came of it. */
export type Left = (run: StageRun) => void;

/** Works off a stage from its beginning: entry condition, actions by run order, success condition. */
export function startStage(engine: Engine, pipeline: Pipeline, run: StageRun, left: Left): void {
  const { beforeEntry, actions } = run.stage;
  if (!beforeEntry) {
    runActions(engine, pipeline, run, actions, left);
    return;
  }
  run.conditions.beforeEntry = runCondition(engine, pipeline, run, beforeEntry, (met) => {
    if (met) runActions(engine, pipeline, run, actions, left);
    else endStage(engine, run, beforeEntry.result === 'SKIP' ? 'Skipped' : 'Failed', left);
  });
}

/** Runs these actions of a stage, those of one run order side by side. */
export function runActions(engine: Engine, pipeline: Pipeline, run: StageRun, todo: readonly ActionPlan[], left: Left): void {
  if (todo.length === 0) {
    succeed(engine, pipeline, run, left);
    return;
  }
  const order = Math.min(...todo.map((plan) => plan.runOrder));
  const now = todo.filter((plan) => plan.runOrder === order);
  const later = todo.filter((plan) => plan.runOrder !== order);
  const first = run.actions.length;
  let running = now.length;
  const ended = () => {
    running--;
    if (running > 0 || !isActive(run)) return;
    const failed = run.actions.slice(first).some((action) => action.status === 'Failed');
    if (run.status === 'Stopping') endStage(engine, run, 'Stopped', left);
    else if (failed) endStage(engine, run, 'Failed', left);
    else runActions(engine, pipeline, run, later, left);
  };
  for (const plan of now) startAction(engine, pipeline, run, plan, ended);
}

function succeed(engine: Engine, pipeline: Pipeline, run: StageRun, left: Left): void {
  const { onSuccess } = run.stage;
  if (!onSuccess) {
    endStage(engine, run, 'Succeeded', left);
    return;
  }
  run.conditions.onSuccess = runCondition(engine, pipeline, run, onSuccess, (met) =>
    endStage(engine, run, met ? 'Succeeded' : 'Failed', left),
  );
}

/** Gives up what runs in a stage and ends it. The work behind its actions goes on. */
export function abandonStage(engine: Engine, run: StageRun, status: 'Stopped' | 'Cancelled', left: Left): void {
  for (const action of run.actions) settleAction(engine, action, 'Abandoned');
  for (const condition of [run.conditions.beforeEntry, run.conditions.onSuccess]) {
    if (condition?.status === 'InProgress') condition.status = status === 'Cancelled' ? 'Cancelled' : 'Abandoned';
  }
  endStage(engine, run, status, left);
}

function endStage(engine: Engine, run: StageRun, status: StageStatus, left: Left): void {
  run.status = status;
  run.updatedAt = engine.time.now();
  engine.changed(run.execution.component, { what: 'stage', run });
  left(run);
}
