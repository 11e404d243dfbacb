import type { RollbackStageInput, RollbackStageOutput } from '@aws-sdk/client-codepipeline';
import type { CallContext } from '../../wire/service.ts';
import { checkInput } from './check-input.ts';
import { carryOut, findPipeline } from './find-pipeline.ts';

/** Runs one stage again with what an earlier execution brought into it. */
export function rollbackStage(request: RollbackStageInput, context: CallContext): RollbackStageOutput {
  checkInput(request);
  const pipeline = findPipeline(context, request.pipelineName);
  const { stageName = '', targetPipelineExecutionId = '' } = request;
  const by = context.principal.arn;
  return { pipelineExecutionId: carryOut(() => context.world.pipelines.rollBack(pipeline, stageName, targetPipelineExecutionId, by)) };
}
