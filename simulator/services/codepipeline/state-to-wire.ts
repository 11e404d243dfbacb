import type { ActionState, GetPipelineStateOutput, StageConditionState, StageState } from '@aws-sdk/client-codepipeline';
import { type ActionRun, actionId, type ConditionRun, type Pipeline } from '../../world/pipelines/pipeline-types.ts';
import type { StageView, StateView } from '../../world/pipelines/view-state.ts';
import { externalOf, revisionUrl } from './action-results.ts';

/** A pipeline's state as GetPipelineState tells it. */
export function stateToWire(pipeline: Pipeline, { version, madeAt, stages }: StateView): GetPipelineStateOutput {
  return {
    pipelineName: pipeline.component.name,
    pipelineVersion: version,
    stageStates: stages.map((stage) => stageToWire(pipeline, stage)),
    created: new Date(pipeline.createdAt),
    updated: new Date(madeAt),
  };
}

function stageToWire(pipeline: Pipeline, stage: StageView): StageState {
  const { enabled, changedBy, changedAt, reason } = stage.transition;
  const [first] = stage.inbound;
  const inbound = ({ id, status, type }: StageView['inbound'][0]) => ({ pipelineExecutionId: id, status: status as 'InProgress', type });
  return {
    stageName: stage.plan.name,
    inboundExecution: first && inbound(first),
    inboundExecutions: stage.inbound.map(inbound),
    inboundTransitionState: {
      enabled,
      lastChangedBy: changedBy ?? undefined,
      lastChangedAt: changedAt === null ? undefined : new Date(changedAt),
      disabledReason: reason ?? undefined,
    },
    actionStates: stage.actions.map(({ plan, last }) => actionToWire(pipeline, plan.name, last)),
    latestExecution: stage.latest ? inbound(stage.latest) : undefined,
    beforeEntryConditionState: conditionToWire(stage.beforeEntry),
    onSuccessConditionState: conditionToWire(stage.onSuccess),
    retryStageMetadata: stage.retries > 0 ? { manualStageRetryAttempt: stage.retries, latestRetryTrigger: 'ManualStageRetry' } : undefined,
  };
}

function actionToWire(pipeline: Pipeline, actionName: string, last: ActionRun | null): ActionState {
  if (!last) return { actionName };
  const { commit, revisionKnown } = last.run.execution;
  const external = externalOf(pipeline, last);
  const isSource = last.plan.work.kind === 'source';
  return {
    actionName,
    currentRevision:
      isSource && revisionKnown ? { revisionId: commit.id, revisionChangeId: commit.id, created: new Date(commit.at) } : undefined,
    latestExecution: {
      actionExecutionId: actionId(last),
      status: last.status,
      summary: last.summary ?? undefined,
      lastStatusChange: new Date(last.updatedAt),
      token: last.status === 'InProgress' ? (last.token ?? undefined) : undefined,
      lastUpdatedBy: last.updatedBy ?? undefined,
      externalExecutionId: external?.id,
      externalExecutionUrl: external?.url,
      errorDetails: last.error ?? undefined,
    },
    entityUrl: external?.url,
    revisionUrl: isSource && revisionKnown ? revisionUrl(pipeline, commit.id) : undefined,
  };
}

function conditionToWire(condition: ConditionRun | null): StageConditionState | undefined {
  if (!condition) return undefined;
  const { status, summary, changedAt, rules } = condition;
  const latest = { status, summary: summary ?? undefined };
  return {
    latestExecution: latest,
    conditionStates: [
      {
        latestExecution: { ...latest, lastStatusChange: new Date(changedAt) },
        ruleStates: rules.map((rule) => ({
          ruleName: rule.name,
          latestExecution: {
            ruleExecutionId: rule.id,
            status: rule.status,
            summary: rule.summary ?? undefined,
            lastStatusChange: new Date(rule.changedAt),
          },
        })),
      },
    ],
  };
}
