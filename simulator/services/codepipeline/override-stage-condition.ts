import type { OverrideStageConditionInput } from '@aws-sdk/client-codepipeline';
import type { CallContext } from '../../wire/service.ts';
import { checkInput } from './check-input.ts';
import { carryOut, findPipeline } from './find-pipeline.ts';

/** Lets an execution go on although a condition of a stage is not met. */
export function overrideStageCondition(request: OverrideStageConditionInput, context: CallContext): void {
  checkInput(request);
  const pipeline = findPipeline(context, request.pipelineName);
  const { stageName = '', pipelineExecutionId = '', conditionType = 'BEFORE_ENTRY' } = request;
  carryOut(() => context.world.pipelines.override(pipeline, stageName, pipelineExecutionId, conditionType));
}
