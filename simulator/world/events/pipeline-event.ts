import type { ActionRun, Execution, StageRun } from '../pipelines/pipeline-types.ts';
import { actionId } from '../pipelines/pipeline-types.ts';
import type { ComponentWorld } from '../release-types.ts';
import type { ServiceEvent } from './events-world.ts';

/** Something that happened in a pipeline. */
export type PipelineChange =
  | { what: 'execution'; execution: Execution }
  | { what: 'stage'; run: StageRun }
  | { what: 'action'; action: ActionRun }
  | { what: 'transition'; stage: string; enabled: boolean };

const STATES: Readonly<Record<string, string>> = {
  InProgress: 'STARTED',
  Stopping: 'STOPPING',
  Stopped: 'STOPPED',
  Succeeded: 'SUCCEEDED',
  Superseded: 'SUPERSEDED',
  Failed: 'FAILED',
  Cancelled: 'CANCELED',
  Abandoned: 'ABANDONED',
  Skipped: 'SKIPPED',
};

/** CodePipeline's event of a change; CloudTrail's, for a transition. */
export function pipelineEvent({ name, accountId, region }: ComponentWorld, change: PipelineChange, at: number): ServiceEvent {
  const place = { accountId, region, at, source: 'aws.codepipeline' };
  const resources = [`arn:aws:codepipeline:${region}:${accountId}:${name}`];
  if (change.what === 'transition') {
    const eventName = change.enabled ? 'EnableStageTransition' : 'DisableStageTransition';
    const requestParameters = { pipelineName: name, stageName: change.stage, transitionType: 'Inbound' };
    const detail = { eventSource: 'codepipeline.amazonaws.com', eventName, requestParameters };
    return { ...place, resources: [], detailType: 'AWS API Call via CloudTrail', detail };
  }
  const told = detailOf(change);
  const { execution } = told;
  const kind = { execution: 'Pipeline', stage: 'Stage', action: 'Action' }[change.what];
  return {
    ...place,
    resources,
    detailType: `CodePipeline ${kind} Execution State Change`,
    detail: {
      pipeline: name,
      'execution-id': execution.id,
      'start-time': new Date(told.startedAt).toISOString(),
      version: execution.version,
      'pipeline-execution-attempt': 1,
      state: STATES[told.status] ?? told.status.toUpperCase(),
      ...told.more,
    },
  };
}

function detailOf(change: Exclude<PipelineChange, { what: 'transition' }>) {
  if (change.what === 'execution') {
    const { execution } = change;
    return { execution, status: execution.status, startedAt: execution.startedAt, more: {} };
  }
  if (change.what === 'stage') {
    const { execution, status, startedAt, stage } = change.run;
    return { execution, status, startedAt, more: { stage: stage.name } };
  }
  const { plan, run, status, startedAt } = change.action;
  const { category, provider } = plan;
  const type = { owner: 'AWS', category, provider, version: '1' };
  const more = { stage: run.stage.name, action: plan.name, 'action-execution-id': actionId(change.action), type };
  return { execution: run.execution, status, startedAt, more };
}
