import type { GetPipelineInput, GetPipelineOutput } from '@aws-sdk/client-codepipeline';
import { AwsError } from '../../wire/aws-error.ts';
import type { CallContext } from '../../wire/service.ts';
import { structureOf } from '../../world/pipelines/pipeline-types.ts';
import { checkInput, VERSION } from './check-input.ts';
import { findPipeline } from './find-pipeline.ts';
import { structureToWire } from './structure-to-wire.ts';

/** The structure of a pipeline, the present one unless a version is asked for. */
export function getPipeline(request: GetPipelineInput, context: CallContext): GetPipelineOutput {
  checkInput(request, { version: VERSION });
  const pipeline = findPipeline(context, request.name);
  const { version } = request;
  const structure = version === undefined ? structureOf(pipeline) : pipeline.structures.find((entry) => entry.version === version);
  if (!structure) {
    throw new AwsError('PipelineVersionNotFoundException', `Pipeline '${request.name}' does not have a version '${version}'`);
  }
  return {
    pipeline: structureToWire(pipeline, structure),
    metadata: { pipelineArn: pipeline.arn, created: new Date(pipeline.createdAt), updated: new Date(structure.madeAt) },
  };
}
