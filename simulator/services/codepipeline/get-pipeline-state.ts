import type { GetPipelineStateInput, GetPipelineStateOutput } from '@aws-sdk/client-codepipeline';
import type { CallContext } from '../../wire/service.ts';
import { checkInput } from './check-input.ts';
import { findPipeline } from './find-pipeline.ts';
import { stateToWire } from './state-to-wire.ts';

/** Where executions stand in the stages of a pipeline. */
export function getPipelineState(request: GetPipelineStateInput, context: CallContext): GetPipelineStateOutput {
  checkInput(request);
  const pipeline = findPipeline(context, request.name);
  return stateToWire(pipeline, context.world.pipelines.state(pipeline));
}
