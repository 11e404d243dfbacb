import { type Pipeline, PipelineError, type StageRun, type StageState, structureOf } from './pipeline-types.ts';

/** @throws PipelineError StageNotFoundException */
export function findStage(pipeline: Pipeline, name: string): StageState {
  const state = pipeline.stages.find((stage) => stage.plan.name === name);
  if (!state)
    throw new PipelineError('StageNotFoundException', `Pipeline '${pipeline.component.name}' does not have a stage with name '${name}'`);
  return state;
}

/**
 * The run of an execution in a stage, which has to be the latest there; in PARALLEL mode each is its own latest.
 * @throws PipelineError StageNotFoundException, NotLatestPipelineExecutionException
 */
export function findLatestRun(pipeline: Pipeline, stage: string, id: string): StageRun {
  const { run, runs } = findStage(pipeline, stage);
  const latest = structureOf(pipeline).mode === 'PARALLEL' ? runs.findLast((entry) => entry.execution.id === id) : run;
  if (latest?.execution.id !== id) {
    throw new PipelineError('NotLatestPipelineExecutionException', `Pipeline execution '${id}' is not the latest in stage '${stage}'.`);
  }
  return latest;
}
