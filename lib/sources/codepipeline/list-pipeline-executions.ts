import { ListPipelineExecutionsCommand, type PipelineExecutionSummary } from '@aws-sdk/client-codepipeline';
import type { Aws, Reader } from '#lib/aws/aws.ts';
import { PIPELINE_LIMITS } from '#lib/aws/call.ts';
import { incompleteAnswer } from '#lib/aws/incomplete-answer.ts';
import type { Priority } from '#lib/aws/queue.ts';
import type { Execution } from '#lib/domain/release/facts.ts';
import { readRevision } from './read-revision.ts';
import { executionMode, executionStatus, executionType } from './statuses.ts';

/** AWS's largest page: one call. */
const EXECUTIONS_READ = 100;

/** The newest executions of a pipeline, newest first, at most 100. @throws AwsFailure */
export async function listPipelineExecutions(
  aws: Aws,
  reader: Reader,
  name: string,
  options: {
    priority?: Priority;
    /** Only those that succeeded in this stage, under the pipeline's present structure. */
    succeededIn?: string;
  } = {},
): Promise<Execution[]> {
  const { priority = 'read', succeededIn } = options;
  const call = { service: 'CodePipeline', operation: 'ListPipelineExecutions', limits: PIPELINE_LIMITS, priority } as const;
  const answer = await aws.call(reader, call, (client, sending) =>
    client.send(
      new ListPipelineExecutionsCommand({
        pipelineName: name,
        maxResults: EXECUTIONS_READ,
        ...(succeededIn === undefined ? {} : { filter: { succeededInStage: { stageName: succeededIn } } }),
      }),
      sending,
    ),
  );
  if (!answer.pipelineExecutionSummaries) {
    throw incompleteAnswer(reader, 'CodePipeline', 'ListPipelineExecutions', 'without executions');
  }
  return answer.pipelineExecutionSummaries.flatMap((summary) => toExecution(summary) ?? []);
}

function toExecution(summary: PipelineExecutionSummary): Execution | null {
  if (!summary.pipelineExecutionId) return null;
  const { trigger } = summary;
  return {
    id: summary.pipelineExecutionId,
    status: executionStatus(summary.status),
    statusSummary: summary.statusSummary ?? null,
    startedAt: summary.startTime?.getTime() ?? null,
    updatedAt: summary.lastUpdateTime?.getTime() ?? null,
    revisions: (summary.sourceRevisions ?? []).flatMap((revision) => readRevision(revision) ?? []),
    trigger: trigger?.triggerType ? { type: trigger.triggerType, detail: trigger.triggerDetail ?? null } : null,
    stopReason: summary.stopTrigger?.reason ?? null,
    mode: executionMode(summary.executionMode),
    type: executionType(summary.executionType),
    rollbackTarget: summary.rollbackMetadata?.rollbackTargetPipelineExecutionId ?? null,
  };
}
