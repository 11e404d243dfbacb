import {
  type ActionExecutionDetail,
  ListActionExecutionsCommand,
  type ListActionExecutionsCommandOutput,
} from '@aws-sdk/client-codepipeline';
import type { Aws, Reader } from '#lib/aws/aws.ts';
import { PIPELINE_LIMITS } from '#lib/aws/call.ts';
import { incompleteAnswer } from '#lib/aws/incomplete-answer.ts';
import type { Priority } from '#lib/aws/queue.ts';
import type { ActionRun } from '#lib/domain/release/facts.ts';
import { accountOfRole } from './account-of-role.ts';
import { actionStatus } from './statuses.ts';

/** A pipeline has at most 500 actions: room for each to be tried again. */
const PAGES_AT_MOST = 20;

/**
 * Every run of an execution's actions, newest first. What is known of it is not read again: pages are followed until nothing
 * new comes and every run that was under way has been seen.
 * @throws AwsFailure
 */
export async function listActionExecutions(
  aws: Aws,
  reader: Reader,
  name: string,
  executionId: string,
  known: readonly ActionRun[] = [],
  priority: Priority = 'read',
): Promise<ActionRun[]> {
  const call = { service: 'CodePipeline', operation: 'ListActionExecutions', limits: PIPELINE_LIMITS, priority } as const;
  const before = new Map(known.map((run) => [run.actionExecutionId, run]));
  const underWay = new Set(known.filter((run) => run.status === 'InProgress').map((run) => run.actionExecutionId));
  const found = new Map<string, ActionRun>();
  let token: string | undefined;
  for (let page = 0; page < PAGES_AT_MOST; page++) {
    const answer: ListActionExecutionsCommandOutput = await aws.call(reader, call, (client, options) =>
      client.send(
        new ListActionExecutionsCommand({
          pipelineName: name,
          filter: { pipelineExecutionId: executionId },
          maxResults: 100,
          ...(token === undefined ? {} : { nextToken: token }),
        }),
        options,
      ),
    );
    if (!answer.actionExecutionDetails) break;
    let news = false;
    for (const detail of answer.actionExecutionDetails) {
      const run = toActionRun(detail);
      if (!run) continue;
      found.set(run.actionExecutionId, run);
      underWay.delete(run.actionExecutionId);
      news ||= !before.has(run.actionExecutionId);
    }
    const { nextToken } = answer;
    const seen = known.length > 0 && !news && underWay.size === 0;
    if (nextToken === undefined || seen) return [...found.values(), ...known.filter((run) => !found.has(run.actionExecutionId))];
    if (nextToken === token) break;
    token = nextToken;
  }
  throw incompleteAnswer(reader, 'CodePipeline', 'ListActionExecutions', 'without coming to the end of its actions');
}

function toActionRun(detail: ActionExecutionDetail): ActionRun | null {
  const { pipelineExecutionId: executionId, actionExecutionId, input, output } = detail;
  if (!executionId || !actionExecutionId || !detail.stageName || !detail.actionName) return null;
  const result = output?.executionResult;
  return {
    executionId,
    actionExecutionId,
    pipelineVersion: detail.pipelineVersion ?? null,
    stage: detail.stageName,
    action: detail.actionName,
    category: input?.actionTypeId?.category ?? '',
    provider: input?.actionTypeId?.provider ?? '',
    roleAccountId: accountOfRole(input?.roleArn),
    region: input?.region ?? null,
    status: actionStatus(detail.status) ?? 'InProgress',
    startedAt: detail.startTime?.getTime() ?? null,
    updatedAt: detail.lastUpdateTime?.getTime() ?? null,
    updatedBy: detail.updatedBy ?? null,
    externalId: result?.externalExecutionId ?? null,
    externalUrl: result?.externalExecutionUrl ?? null,
    summary: result?.externalExecutionSummary ?? null,
    error: result?.errorDetails?.message ?? result?.errorDetails?.code ?? null,
    outputs: output?.outputVariables ?? {},
  };
}
