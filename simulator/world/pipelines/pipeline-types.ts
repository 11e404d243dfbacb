import type { CellWorld } from '../cell-world.ts';
import { numberedIdentifier } from '../identifier.ts';
import type { ActionStatus, BakeWorld, CommitWorld, ComponentWorld, ExecutionStatus } from '../release-types.ts';

/** What a pipeline is made of, and what runs in it. Times are epoch ms. */

export type StageStatus = 'InProgress' | 'Stopping' | 'Stopped' | 'Succeeded' | 'Failed' | 'Cancelled' | 'Skipped';
export type ExecutionMode = 'SUPERSEDED' | 'QUEUED' | 'PARALLEL';
type ConditionStatus = 'InProgress' | 'Failed' | 'Errored' | 'Succeeded' | 'Cancelled' | 'Abandoned' | 'Overridden';

/** What an action does in the world. */
export type Work =
  | { kind: 'source' | 'build' | 'announce' | 'approve' | 'update-pipelines' }
  | { kind: 'deploy'; cells: readonly CellWorld[] }
  | { kind: 'bake'; wave: string; cells: readonly CellWorld[] };

export interface ActionPlan {
  name: string;
  category: 'Source' | 'Build' | 'Deploy' | 'Invoke' | 'Approval';
  provider: string;
  runOrder: number;
  /** Null for the pipeline's own. */
  roleArn: string | null;
  region: string | null;
  work: Work;
}

/** A rule that looks at an alarm of the pipeline's account for so many minutes. */
interface RulePlan {
  name: string;
  provider: 'CloudWatchAlarm';
  alarmName: string;
  waitMinutes: number;
}

export interface ConditionPlan {
  result: 'FAIL' | 'SKIP' | 'ROLLBACK';
  rules: readonly RulePlan[];
}

export interface StagePlan {
  name: string;
  /** Of a stage that deploys to cells. */
  wave: string | null;
  actions: readonly ActionPlan[];
  beforeEntry?: ConditionPlan;
  onSuccess?: ConditionPlan;
  /** Without rules: what happens when the stage fails. */
  onFailure?: 'ROLLBACK';
}

export interface Structure {
  version: number;
  mode: ExecutionMode;
  stages: readonly StagePlan[];
  madeAt: number;
}

export interface Execution {
  id: string;
  /** Whose pipeline it runs in. */
  component: string;
  /** Order of starting within the pipeline. */
  serial: number;
  version: number;
  mode: ExecutionMode;
  status: ExecutionStatus;
  startedAt: number;
  updatedAt: number;
  commit: CommitWorld;
  /** False until the source action has told it. */
  revisionKnown: boolean;
  trigger: { type: string; detail: string };
  stopReason: string | null;
  rollbackTarget: string | null;
  /** In order of entering; a retry goes on in the same one. */
  runs: StageRun[];
  /** What its identifiers and durations are drawn from. */
  chance: number;
  actionsStarted: number;
  /** True for an execution whose build is to break. */
  breaks: boolean;
}

/** One execution in one stage. */
export interface StageRun {
  stage: StagePlan;
  execution: Execution;
  status: StageStatus;
  startedAt: number;
  updatedAt: number;
  /** All attempts, oldest first. */
  actions: ActionRun[];
  /** How often somebody tried again. */
  retries: number;
  conditions: { beforeEntry: ConditionRun | null; onSuccess: ConditionRun | null };
}

export interface ConditionRun {
  status: ConditionStatus;
  summary: string | null;
  changedAt: number;
  /** Goes on as if it had been met. */
  pass: () => void;
  rules: {
    name: string;
    id: string;
    status: 'InProgress' | 'Succeeded' | 'Failed' | 'Abandoned';
    summary: string | null;
    changedAt: number;
  }[];
}

export interface ActionRun {
  /** Which action of its execution it was; its id follows from that, and is not kept for each. */
  n: number;
  plan: ActionPlan;
  run: StageRun;
  status: ActionStatus;
  startedAt: number;
  updatedAt: number;
  /** When the work behind it ends, which goes on when the action is abandoned; null where that is not planned. */
  worksUntil: number | null;
  /** Of an approval. */
  token: string | null;
  summary: string | null;
  error: { code: string; message: string } | null;
  /** ARN of the person who answered. */
  updatedBy: string | null;
  bake: BakeWorld | null;
}

/** A stage as the pipeline goes on. */
export interface StageState {
  plan: StagePlan;
  transition: { enabled: boolean; changedBy: string | null; changedAt: number | null; reason: string | null; shutAt: number | null };
  /** Waiting in front of it, oldest first. */
  inbound: Execution[];
  /** Those that wait were held so long that they do not enter by themselves. */
  stale: boolean;
  /** The last that entered; it holds the stage as long as it is active. */
  run: StageRun | null;
  /** The last run of each action, by name. */
  latest: Map<string, ActionRun>;
  /** Remembered runs, oldest first. */
  runs: StageRun[];
}

export interface Pipeline {
  component: ComponentWorld;
  arn: string;
  createdAt: number;
  /** All versions, oldest first; the last one is in force. */
  structures: Structure[];
  stages: StageState[];
  /** Remembered ones, oldest first. */
  executions: Execution[];
  /** Executions by client request token. */
  tokens: Map<string, string>;
  started: number;
  /** Commits that were pushed, oldest first. */
  commits: CommitWorld[];
}

/** What somebody answers to a waiting approval. */
export interface ApprovalAnswer {
  stage: string;
  action: string;
  token: string;
  approved: boolean;
  summary: string;
  /** ARN. */
  by: string;
}

/** Why a pipeline refuses; `code` is the name of AWS's error. */
export class PipelineError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = 'PipelineError';
    this.code = code;
  }
}

/** The action execution's id. */
export function actionId({ run, n }: ActionRun): string {
  return numberedIdentifier(run.execution.chance, n);
}

/** The structure in force. */
export function structureOf(pipeline: Pipeline): Structure {
  return pipeline.structures.at(-1) as Structure;
}

/** Whether an execution is in there now. */
export function isActive(run: StageRun | null): boolean {
  return run?.status === 'InProgress' || run?.status === 'Stopping';
}
