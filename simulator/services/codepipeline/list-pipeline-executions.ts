import type { ListPipelineExecutionsInput, ListPipelineExecutionsOutput } from '@aws-sdk/client-codepipeline';
import type { CallContext } from '../../wire/service.ts';
import { structureOf } from '../../world/pipelines/pipeline-types.ts';
import { page } from '../page.ts';
import { checkInput, UP_TO_100 } from './check-input.ts';
import { summaryToWire } from './execution-to-wire.ts';
import { findPipeline, invalidNextToken } from './find-pipeline.ts';

/** Executions of a pipeline, newest first; those that succeeded in a stage, of the present structure only. */
export function listPipelineExecutions(request: ListPipelineExecutionsInput, context: CallContext): ListPipelineExecutionsOutput {
  checkInput(request, { maxResults: UP_TO_100 });
  const pipeline = findPipeline(context, request.pipelineName);
  const { version } = structureOf(pipeline);
  const stage = request.filter?.succeededInStage?.stageName;
  const wanted = pipeline.executions.filter(
    (execution) =>
      stage === undefined ||
      (execution.version === version && execution.runs.some((run) => run.stage.name === stage && run.status === 'Succeeded')),
  );
  const { items, next } = page(wanted.toReversed(), request.nextToken, request.maxResults ?? 100, invalidNextToken);
  return { pipelineExecutionSummaries: items.map((execution) => summaryToWire(pipeline, execution)), nextToken: next };
}
