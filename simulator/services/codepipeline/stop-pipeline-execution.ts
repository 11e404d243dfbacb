import type { StopPipelineExecutionInput, StopPipelineExecutionOutput } from '@aws-sdk/client-codepipeline';
import type { CallContext } from '../../wire/service.ts';
import { checkInput, STOP_REASON } from './check-input.ts';
import { carryOut, findPipeline } from './find-pipeline.ts';

/** Stops an execution, waiting for its running actions or abandoning them. */
export function stopPipelineExecution(request: StopPipelineExecutionInput, context: CallContext): StopPipelineExecutionOutput {
  checkInput(request, { reason: STOP_REASON });
  const pipeline = findPipeline(context, request.pipelineName);
  const id = request.pipelineExecutionId ?? '';
  carryOut(() => context.world.pipelines.stop(pipeline, id, request.abandon ?? false, request.reason ?? null));
  return { pipelineExecutionId: id };
}
