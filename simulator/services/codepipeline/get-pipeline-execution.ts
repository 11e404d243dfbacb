import type { GetPipelineExecutionInput, GetPipelineExecutionOutput } from '@aws-sdk/client-codepipeline';
import type { CallContext } from '../../wire/service.ts';
import { checkInput } from './check-input.ts';
import { executionToWire } from './execution-to-wire.ts';
import { findExecution, findPipeline } from './find-pipeline.ts';

/** One execution of a pipeline. */
export function getPipelineExecution(request: GetPipelineExecutionInput, context: CallContext): GetPipelineExecutionOutput {
  checkInput(request);
  const pipeline = findPipeline(context, request.pipelineName);
  return { pipelineExecution: executionToWire(pipeline, findExecution(pipeline, request.pipelineExecutionId)) };
}
