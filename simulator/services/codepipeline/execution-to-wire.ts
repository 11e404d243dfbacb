import type { PipelineExecution, PipelineExecutionSummary, TriggerType } from '@aws-sdk/client-codepipeline';
import type { Execution, Pipeline } from '../../world/pipelines/pipeline-types.ts';
import { revisionSummary, revisionUrl } from './action-results.ts';

function shared(execution: Execution) {
  const { id, status, trigger, mode, rollbackTarget } = execution;
  return {
    pipelineExecutionId: id,
    status,
    trigger: { triggerType: trigger.type as TriggerType, triggerDetail: trigger.detail },
    executionMode: mode,
    executionType: rollbackTarget === null ? ('STANDARD' as const) : ('ROLLBACK' as const),
    rollbackMetadata: rollbackTarget === null ? undefined : { rollbackTargetPipelineExecutionId: rollbackTarget },
  };
}

/** An execution as lists show it. */
export function summaryToWire(pipeline: Pipeline, execution: Execution): PipelineExecutionSummary {
  const { commit, revisionKnown, startedAt, updatedAt, stopReason } = execution;
  return {
    ...shared(execution),
    startTime: new Date(startedAt),
    lastUpdateTime: new Date(updatedAt),
    sourceRevisions: revisionKnown
      ? [
          {
            actionName: 'Source',
            revisionId: commit.id,
            revisionSummary: revisionSummary(pipeline, commit.message),
            revisionUrl: revisionUrl(pipeline, commit.id),
          },
        ]
      : [],
    stopTrigger: stopReason === null ? undefined : { reason: stopReason },
  };
}

/** An execution as GetPipelineExecution shows it. */
export function executionToWire(pipeline: Pipeline, execution: Execution): PipelineExecution {
  const { commit, revisionKnown, version } = execution;
  return {
    ...shared(execution),
    pipelineName: pipeline.component.name,
    pipelineVersion: version,
    artifactRevisions: revisionKnown
      ? [
          {
            name: 'SourceOutput',
            revisionId: commit.id,
            revisionSummary: revisionSummary(pipeline, commit.message),
            revisionUrl: revisionUrl(pipeline, commit.id),
            created: new Date(commit.at),
          },
        ]
      : [],
    variables: [],
  };
}
