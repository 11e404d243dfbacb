import type { PipelineFacts, StageState } from '../release/facts.ts';
import { TERMINAL_EXECUTION_STATUSES } from '../release/facts.ts';
import type { PlannedCall } from './action.ts';

/** Whether the world shows what a call was to do; null when what was read can't tell. */
export type EffectShown = boolean | null;

/** What of the world a call's effect is looked for in. */
export interface SeenWorld {
  facts: PipelineFacts;
  /** Statuses of Step Functions executions by ARN, as DescribeExecution tells. */
  bakes: ReadonlyMap<string, string>;
}

interface Made {
  /** Epoch ms when it was sent. */
  sentAt: number;
  /** The execution that AWS said it began; null when no answer came. */
  executionId: string | null;
}

/** Clocks differ: an execution that began this long before the call was sent may still be its own. */
const CLOCK_SKEW_MS = 30_000;

/** Looks for the effect of a call in what was read after it. */
export function effectShown(call: PlannedCall, made: Made, world: SeenWorld): EffectShown {
  const { input, operation } = call;
  const { facts } = world;
  const text = (name: string) => (typeof input[name] === 'string' ? (input[name] as string) : '');
  const stage = facts.state?.stages.find(({ name }) => name === text('stageName'));
  switch (operation) {
    case 'DisableStageTransition':
      return stage ? !stage.transition.enabled : null;
    case 'EnableStageTransition':
      return stage ? stage.transition.enabled : null;
    case 'StopPipelineExecution':
      return stopped(text('pipelineExecutionId'), facts);
    case 'RetryStageExecution':
      return stage ? retried(stage, text('pipelineExecutionId'), made.sentAt) : null;
    case 'RollbackStage':
      return rolledBack(stage, text('targetPipelineExecutionId'), made, facts);
    case 'StartPipelineExecution':
      return started(made, input, facts);
    case 'PutApprovalResult':
      return stage ? answered(stage, text('actionName'), text('token')) : null;
    case 'StopExecution': {
      const status = world.bakes.get(text('executionArn'));
      return status === undefined ? null : status !== 'RUNNING' && status !== 'PENDING_REDRIVE';
    }
  }
}

/** "Stopping" is enough: what may finish does, and nothing is begun after it. */
function stopped(executionId: string, { executions, state }: PipelineFacts): EffectShown {
  const execution = executions.find(({ id }) => id === executionId);
  if (execution) return execution.status === 'Stopping' || TERMINAL_EXECUTION_STATUSES.has(execution.status);
  const stages = (state?.stages ?? []).filter(({ latest }) => latest?.executionId === executionId);
  if (stages.length === 0) return null;
  return stages.every(({ latest }) => latest?.status !== 'InProgress');
}

function retried({ latest, actions }: StageState, executionId: string, sentAt: number): EffectShown {
  if (latest?.executionId !== executionId) return null;
  if (latest.status !== 'Failed') return true;
  // It may have failed again already.
  return actions.some(({ changedAt }) => changedAt !== null && changedAt >= sentAt);
}

function rolledBack(
  stage: StageState | undefined,
  target: string,
  { sentAt, executionId }: Made,
  { executions }: PipelineFacts,
): EffectShown {
  if (executionId !== null && (stage?.latest?.executionId === executionId || stage?.inbound.includes(executionId))) return true;
  const candidates = executions.filter(
    ({ id, type, rollbackTarget, startedAt }) =>
      id === executionId ||
      (executionId === null && type === 'ROLLBACK' && rollbackTarget === target && (startedAt ?? 0) >= sentAt - CLOCK_SKEW_MS),
  );
  // AWS does not list which stage a rollback is of: the stage that shows it does.
  const shown = candidates.some(({ id }) => stage?.latest?.executionId === id || stage?.inbound.includes(id));
  if (shown) return true;
  if (executionId !== null) return candidates.length > 0;
  return stage ? false : null;
}

function started({ sentAt, executionId }: Made, input: PlannedCall['input'], { executions }: PipelineFacts): EffectShown {
  if (executionId !== null) return executions.some(({ id }) => id === executionId);
  const wanted = Array.isArray(input.sourceRevisions) ? (input.sourceRevisions as { revisionValue?: string }[]) : [];
  return executions.some(
    ({ type, startedAt, revisions }) =>
      type === 'STANDARD' &&
      (startedAt ?? 0) >= sentAt - CLOCK_SKEW_MS &&
      wanted.every(({ revisionValue }) => revisions.some(({ id }) => id === revisionValue)),
  );
}

/** An answered approval has another token, or none. */
function answered({ actions }: StageState, actionName: string, token: string): EffectShown {
  const action = actions.find(({ name }) => name === actionName);
  if (!action) return null;
  return action.status !== 'InProgress' || (action.token !== null && action.token !== token);
}
