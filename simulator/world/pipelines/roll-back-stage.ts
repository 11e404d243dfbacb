import type { Engine } from './engine.ts';
import { findStage } from './find-stage.ts';
import { startRollback } from './move-executions.ts';
import { isActive, type Pipeline, PipelineError, structureOf } from './pipeline-types.ts';

/**
 * Runs a stage again with what an earlier execution brought into it, as a new execution; other stages are left alone.
 * @throws PipelineError StageNotFoundException, PipelineExecutionNotFoundException, PipelineExecutionOutdatedException, UnableToRollbackStageException
 */
export function rollBackStage(engine: Engine, pipeline: Pipeline, stage: string, targetId: string, by: string): string {
  const state = findStage(pipeline, stage);
  const { version, mode } = structureOf(pipeline);
  const unable = (why: string) => new PipelineError('UnableToRollbackStageException', `Unable to roll back stage '${stage}': ${why}`);
  if (mode === 'PARALLEL') throw unable('rollback is not available for pipelines in PARALLEL mode.');
  if (pipeline.stages[0] === state) throw unable('a source stage can not be rolled back.');
  const target = pipeline.executions.find((execution) => execution.id === targetId);
  if (!target) {
    const where = `does not exist in pipeline '${pipeline.component.name}'`;
    throw new PipelineError('PipelineExecutionNotFoundException', `Pipeline execution '${targetId}' ${where}.`);
  }
  if (target.rollbackTarget !== null) throw unable(`pipeline execution '${targetId}' is a rollback itself.`);
  if (target.version !== version) {
    const why = `was started with version ${target.version} of the pipeline's structure, which is now at version ${version}.`;
    throw new PipelineError('PipelineExecutionOutdatedException', `Pipeline execution '${targetId}' ${why}`);
  }
  if (!target.runs.some((run) => run.stage.name === stage && run.status === 'Succeeded')) {
    throw unable(`pipeline execution '${targetId}' did not succeed in it.`);
  }
  if (isActive(state.run)) throw unable('the stage is running.');
  return startRollback(engine, pipeline, state, target, { type: 'ManualRollback', detail: by }).id;
}
