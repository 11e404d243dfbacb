import { type Pipeline, PipelineError, type StageState } from './pipeline-types.ts';

/** @throws PipelineError StageNotFoundException */
export function findStage(pipeline: Pipeline, name: string): StageState {
  const state = pipeline.stages.find((stage) => stage.plan.name === name);
  if (!state)
    throw new PipelineError('StageNotFoundException', `Pipeline '${pipeline.component.name}' does not have a stage with name '${name}'`);
  return state;
}
