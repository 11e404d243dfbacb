import type { ListActionExecutionsInput, ListActionExecutionsOutput } from '@aws-sdk/client-codepipeline';
import { AwsError } from '../../wire/aws-error.ts';
import type { CallContext } from '../../wire/service.ts';
import type { ActionRun, Execution } from '../../world/pipelines/pipeline-types.ts';
import { page } from '../page.ts';
import { actionExecutionToWire } from './action-execution-to-wire.ts';
import { checkInput, UP_TO_100 } from './check-input.ts';
import { findExecution, findPipeline, invalidNextToken } from './find-pipeline.ts';

/** Runs of actions, newest first: of the pipeline, or of one execution. */
export function listActionExecutions(request: ListActionExecutionsInput, context: CallContext): ListActionExecutionsOutput {
  checkInput(request, { maxResults: UP_TO_100 });
  const pipeline = findPipeline(context, request.pipelineName);
  const { pipelineExecutionId: id, latestInPipelineExecution: latest } = request.filter ?? {};
  if (id !== undefined && latest !== undefined) {
    throw new AwsError('ValidationError', 'Only one of pipelineExecutionId and latestInPipelineExecution can be specified.');
  }
  const only = id ?? latest?.pipelineExecutionId;
  const executions = only === undefined ? pipeline.executions.toReversed() : [findExecution(pipeline, only)];
  const runs = executions.flatMap((execution) => newestFirst(execution, latest?.startTimeRange === 'Latest'));
  const { items, next } = page(runs, request.nextToken, request.maxResults ?? 100, invalidNextToken);
  return { actionExecutionDetails: items.map((action) => actionExecutionToWire(pipeline, action)), nextToken: next };
}

/** @param latest without the attempts that somebody tried again */
function newestFirst({ runs }: Execution, latest: boolean): ActionRun[] {
  const actions = runs.flatMap((run) => run.actions).sort((a, b) => b.startedAt - a.startedAt || b.n - a.n);
  if (!latest) return actions;
  const seen = new Set<ActionRun['plan']>();
  return actions.filter(({ plan }) => !seen.has(plan) && seen.add(plan));
}
