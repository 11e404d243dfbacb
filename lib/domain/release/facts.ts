import type { ReadState } from '../facts.ts';

/** What AWS says of pipelines, bakes and versions, as the sources hand it on. Times are epoch ms; null is unknown. */

export const EXECUTION_STATUSES = ['InProgress', 'Stopping', 'Stopped', 'Succeeded', 'Superseded', 'Failed', 'Cancelled'] as const;
export type ExecutionStatus = (typeof EXECUTION_STATUSES)[number];
export const TERMINAL_EXECUTION_STATUSES: ReadonlySet<ExecutionStatus> = new Set([
  'Stopped',
  'Succeeded',
  'Superseded',
  'Failed',
  'Cancelled',
]);
export type StageStatus = ExecutionStatus | 'Skipped';
export type ActionStatus = 'InProgress' | 'Abandoned' | 'Succeeded' | 'Failed';
export type ExecutionMode = 'SUPERSEDED' | 'QUEUED' | 'PARALLEL';

/** One action of a pipeline's structure. Source: GetPipeline. */
export interface PipelineAction {
  name: string;
  /** Source, Build, Deploy, Test, Approval, Invoke, Compute. */
  category: string;
  /** CodeCommit, CodeBuild, CloudFormation, Lambda, StepFunctions, Manual, … */
  provider: string;
  runOrder: number;
  /** Account of the role that the action runs as; null when it is the pipeline's own. */
  roleAccountId: string | null;
  /** Null when it is the pipeline's own. */
  region: string | null;
  configuration: Readonly<Record<string, string>>;
}

/** Source: GetPipeline. */
export interface PipelineStructure {
  name: string;
  arn: string;
  version: number;
  mode: ExecutionMode;
  stages: readonly { name: string; actions: readonly PipelineAction[] }[];
  /** When this version was made (GetPipeline metadata.updated), epoch ms: what succeeded before can't be rolled back to. */
  updatedAt?: number | null;
}

/** The door in front of a stage. Source: GetPipelineState inboundTransitionState. */
interface Transition {
  enabled: boolean;
  /** ARN of who changed it last. */
  changedBy: string | null;
  changedAt: number | null;
  reason: string | null;
}

/** The present run of an action. It names no pipeline execution: an action that has not run yet shows the run before. */
export interface ActionState {
  name: string;
  status: ActionStatus | null;
  actionExecutionId: string | null;
  /** Approval token. */
  token: string | null;
  summary: string | null;
  changedAt: number | null;
  changedBy: string | null;
  externalId: string | null;
  externalUrl: string | null;
  percent: number | null;
  error: string | null;
}

export interface StageState {
  name: string;
  /** Executions that wait in front of the door, oldest first. */
  inbound: readonly string[];
  transition: Transition;
  latest: { executionId: string; status: StageStatus; type: 'STANDARD' | 'ROLLBACK' } | null;
  actions: readonly ActionState[];
  /** Conditions of the stage that are under way or kept it from going on. */
  conditions: readonly { when: 'BEFORE_ENTRY' | 'ON_SUCCESS' | 'ON_FAILURE'; status: string; summary: string | null }[];
}

/** Source: GetPipelineState. */
export interface PipelineState {
  version: number;
  stages: readonly StageState[];
}

export interface Revision {
  /** Name of the source action. */
  action: string;
  /** Commit id, object version or image digest. */
  id: string;
  /** The commit's message (or the provider's summary). */
  message: string | null;
  /** Null where the provider tells none. */
  author: string | null;
  url: string | null;
}

/** One execution of a pipeline: a release. Source: ListPipelineExecutions. */
export interface Execution {
  id: string;
  status: ExecutionStatus;
  statusSummary: string | null;
  startedAt: number | null;
  updatedAt: number | null;
  revisions: readonly Revision[];
  trigger: { type: string; detail: string | null } | null;
  stopReason: string | null;
  mode: ExecutionMode;
  type: 'STANDARD' | 'ROLLBACK';
  /** For a rollback: the execution it goes back to. */
  rollbackTarget: string | null;
}

/** One run of an action within an execution. Source: ListActionExecutions. */
export interface ActionRun {
  executionId: string;
  actionExecutionId: string;
  pipelineVersion: number | null;
  stage: string;
  action: string;
  category: string;
  provider: string;
  roleAccountId: string | null;
  region: string | null;
  status: ActionStatus;
  startedAt: number | null;
  updatedAt: number | null;
  updatedBy: string | null;
  externalId: string | null;
  externalUrl: string | null;
  summary: string | null;
  error: string | null;
  /** Of a bake: ExecutionArn, StateMachineArn. Of a Kubernetes deployment through Lambda: the image. */
  outputs: Readonly<Record<string, string>>;
}

export type BakeStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED' | 'PENDING_REDRIVE';

/** A watch over a wave's alarms. Source: Step Functions DescribeExecution, GetExecutionHistory, DescribeStateMachine. */
export interface Bake {
  executionArn: string;
  stateMachineArn: string | null;
  status: BakeStatus;
  startedAt: number | null;
  stoppedAt: number | null;
  error: string | null;
  cause: string | null;
  /** Steps of the state machine that were entered, oldest first. */
  steps: readonly { name: string; enteredAt: number; leftAt: number | null }[];
  /** Sum of the Wait states of its definition, seconds; null when it names none. */
  waitSeconds: number | null;
  /** Names of the alarms that it watches, as its input tells; empty when it tells none. */
  alarms: readonly { name: string; accountId: string | null; region: string | null }[];
}

/** What is seen to run in a cell, read where it runs. Source: CloudFormation DescribeStacks in the cell's account, or an action's output. */
export interface ObservedVersion {
  cell: string;
  component: string;
  /** The revision (or image tag) seen; null when it could not be told. */
  version: string | null;
  /** Epoch ms of the last change there. */
  changedAt: number | null;
  from: 'stack' | 'image';
  /** Such as UPDATE_ROLLBACK_COMPLETE. */
  status: string | null;
  read: ReadState;
}

/** All that is known of one component's pipeline; every part with the state of its own read. */
export interface PipelineFacts {
  component: string;
  structure: PipelineStructure | null;
  state: PipelineState | null;
  /** Newest first, at most 100. */
  executions: readonly Execution[];
  /** By execution id: those in flight, those that last reached each stage, and those that last succeeded in each stage. */
  runs: ReadonlyMap<string, readonly ActionRun[]>;
  /** By action execution id. */
  bakes: ReadonlyMap<string, Bake>;
  /** By cell name. */
  observed: ReadonlyMap<string, ObservedVersion>;
  read: ReadState;
}
