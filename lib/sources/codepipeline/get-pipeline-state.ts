import {
  type ActionState as ActionStateAnswer,
  GetPipelineStateCommand,
  type GetPipelineStateCommandOutput,
  type StageConditionState,
  type StageState as StageStateAnswer,
} from '@aws-sdk/client-codepipeline';
import type { Aws, Reader } from '#lib/aws/aws.ts';
import { PIPELINE_LIMITS } from '#lib/aws/call.ts';
import { incompleteAnswer } from '#lib/aws/incomplete-answer.ts';
import type { Priority } from '#lib/aws/queue.ts';
import type { ActionState, PipelineState, StageState } from '#lib/domain/release/facts.ts';
import { actionStatus, executionType, stageStatus } from './statuses.ts';

/** Of a condition that is under way or keeps its stage from going on. */
const TELLING = new Set(['InProgress', 'Failed', 'Errored']);

/** Where a pipeline stands now. @throws AwsFailure */
export async function getPipelineState(aws: Aws, reader: Reader, name: string, priority: Priority = 'read'): Promise<PipelineState> {
  const call = { service: 'CodePipeline', operation: 'GetPipelineState', limits: PIPELINE_LIMITS, priority } as const;
  const answer = await aws.call(reader, call, (client, options) => client.send(new GetPipelineStateCommand({ name }), options));
  // A part of a state would look like a pipeline at rest.
  if (!answer.stageStates) throw incompleteAnswer(reader, 'CodePipeline', 'GetPipelineState', 'without stages');
  return toPipelineState(answer);
}

function toPipelineState(answer: Pick<GetPipelineStateCommandOutput, 'pipelineVersion' | 'stageStates'>): PipelineState {
  return { version: answer.pipelineVersion ?? 0, stages: (answer.stageStates ?? []).map(toStageState) };
}

function toStageState(stage: StageStateAnswer): StageState {
  const door = stage.inboundTransitionState;
  const { latestExecution: latest } = stage;
  const waiting = stage.inboundExecutions ?? (stage.inboundExecution ? [stage.inboundExecution] : []);
  return {
    name: stage.stageName ?? '',
    inbound: waiting.flatMap(({ pipelineExecutionId: id }) => (id === undefined ? [] : [id])),
    transition: {
      enabled: door?.enabled ?? true,
      changedBy: door?.lastChangedBy ?? null,
      changedAt: door?.lastChangedAt?.getTime() ?? null,
      reason: door?.disabledReason ?? null,
    },
    latest: latest?.pipelineExecutionId
      ? { executionId: latest.pipelineExecutionId, status: stageStatus(latest.status), type: executionType(latest.type) }
      : null,
    actions: (stage.actionStates ?? []).map(toActionState),
    conditions: [
      ...condition('BEFORE_ENTRY', stage.beforeEntryConditionState),
      ...condition('ON_SUCCESS', stage.onSuccessConditionState),
      ...condition('ON_FAILURE', stage.onFailureConditionState),
    ],
  };
}

function toActionState(action: ActionStateAnswer): ActionState {
  const run = action.latestExecution;
  return {
    name: action.actionName ?? '',
    status: actionStatus(run?.status),
    actionExecutionId: run?.actionExecutionId ?? null,
    token: run?.token ?? null,
    summary: run?.summary ?? null,
    changedAt: run?.lastStatusChange?.getTime() ?? null,
    changedBy: run?.lastUpdatedBy ?? null,
    externalId: run?.externalExecutionId ?? null,
    externalUrl: run?.externalExecutionUrl ?? null,
    percent: run?.percentComplete ?? null,
    error: run?.errorDetails?.message ?? run?.errorDetails?.code ?? null,
  };
}

function condition(
  when: StageState['conditions'][number]['when'],
  state: StageConditionState | undefined,
): StageState['conditions'][number][] {
  const status = state?.latestExecution?.status;
  if (status === undefined || !TELLING.has(status)) return [];
  const rules = (state?.conditionStates ?? []).flatMap((one) => one.ruleStates ?? []);
  const rule = rules.find(({ latestExecution: run }) => run?.status === status);
  const told = state?.latestExecution?.summary ?? rule?.latestExecution?.summary ?? rule?.latestExecution?.errorDetails?.message;
  return [{ when, status, summary: [rule?.ruleName, told].filter((part) => part !== undefined).join(': ') || null }];
}
