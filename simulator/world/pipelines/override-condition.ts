import type { Engine } from './engine.ts';
import { findLatestRun } from './find-stage.ts';
import { type Pipeline, PipelineError } from './pipeline-types.ts';

/**
 * Lets an execution go on although a condition of a stage is not met (yet).
 * @throws PipelineError StageNotFoundException, NotLatestPipelineExecutionException, ConditionNotOverridableException
 */
export function overrideCondition(
  engine: Engine,
  pipeline: Pipeline,
  stage: string,
  id: string,
  type: 'BEFORE_ENTRY' | 'ON_SUCCESS',
): void {
  const run = findLatestRun(pipeline, stage, id);
  const condition = type === 'BEFORE_ENTRY' ? run.conditions.beforeEntry : run.conditions.onSuccess;
  const open = condition?.status === 'InProgress' || (condition?.status === 'Failed' && run.status === 'Failed');
  if (!condition || !open) {
    throw new PipelineError('ConditionNotOverridableException', `Stage '${stage}' has no ${type} condition that can be overridden.`);
  }
  const now = engine.time.now();
  condition.status = 'Overridden';
  condition.changedAt = now;
  for (const rule of condition.rules) if (rule.status === 'InProgress') rule.status = 'Abandoned';
  run.status = run.execution.status = 'InProgress';
  run.updatedAt = run.execution.updatedAt = now;
  engine.changed(run.execution.component, { what: 'stage', run });
  condition.pass();
}
