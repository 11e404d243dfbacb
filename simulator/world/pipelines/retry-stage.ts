import type { Engine } from './engine.ts';
import { findLatestRun } from './find-stage.ts';
import { leave } from './move-executions.ts';
import { isActive, type Pipeline, PipelineError, type StageRun, structureOf } from './pipeline-types.ts';
import { runActions, startStage } from './run-stage.ts';

/**
 * Goes on with the execution that failed or was stopped in a stage.
 * @throws PipelineError StageNotFoundException, NotLatestPipelineExecutionException, ConflictException, StageNotRetryableException
 */
export function retryStage(engine: Engine, pipeline: Pipeline, stage: string, id: string, mode: 'FAILED_ACTIONS' | 'ALL_ACTIONS'): void {
  const run = findLatestRun(pipeline, stage, id);
  const { execution } = run;
  if (isActive(run)) throw new PipelineError('ConflictException', `Stage '${stage}' is running.`);
  if (execution.version !== structureOf(pipeline).version) {
    throw new PipelineError('StageNotRetryableException', `The structure of the pipeline has changed since execution '${id}' started.`);
  }
  if (run.status !== 'Failed' && run.status !== 'Stopped') {
    throw new PipelineError('StageNotRetryableException', `Stage '${stage}' is in a ${run.status} state; it contains no failed actions.`);
  }
  run.retries++;
  run.status = execution.status = 'InProgress';
  run.updatedAt = execution.updatedAt = engine.time.now();
  engine.changed(execution.component, { what: 'stage', run });
  const left = (ended: StageRun) => leave(engine, pipeline, ended);
  if (mode === 'ALL_ACTIONS' || run.actions.length === 0) {
    startStage(engine, pipeline, run, left);
    return;
  }
  const last = new Map(run.actions.map((action) => [action.plan.name, action.status]));
  const todo = run.stage.actions.filter((plan) => last.get(plan.name) !== 'Succeeded');
  runActions(engine, pipeline, run, todo, left);
}
