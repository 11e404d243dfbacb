import type { RetryStageExecutionInput, RetryStageExecutionOutput } from '@aws-sdk/client-codepipeline';
import type { CallContext } from '../../wire/service.ts';
import { checkInput } from './check-input.ts';
import { carryOut, findPipeline } from './find-pipeline.ts';

/** Goes on with the execution that failed or was stopped in a stage; it keeps its id. */
export function retryStageExecution(request: RetryStageExecutionInput, context: CallContext): RetryStageExecutionOutput {
  checkInput(request);
  const pipeline = findPipeline(context, request.pipelineName);
  const { stageName = '', pipelineExecutionId = '', retryMode = 'FAILED_ACTIONS' } = request;
  carryOut(() => context.world.pipelines.retry(pipeline, stageName, pipelineExecutionId, retryMode));
  return { pipelineExecutionId };
}
