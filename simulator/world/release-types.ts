import type { AlarmWorld } from './types.ts';

/**
 * The seam between pipelines (simulator/world/pipelines, a state machine that follows the world's clock) and the services
 * that show them. Times are epoch ms of the world. Nothing runs by timers: asking brings a pipeline up to now.
 */

export type ExecutionStatus = 'InProgress' | 'Stopping' | 'Stopped' | 'Succeeded' | 'Superseded' | 'Failed' | 'Cancelled';
export type ActionStatus = 'InProgress' | 'Abandoned' | 'Succeeded' | 'Failed';

/** How a component gets into cells. */
export type DeployKind = 'cloudformation' | 'kubernetes' | 'pipelines';

export interface CommitWorld {
  id: string;
  message: string;
  author: string;
  at: number;
  /** A bad one raises errors in the cells that it reaches, in proportion to its severity (0–1). */
  quality: 'good' | 'bad';
  severity: number;
}

/** A bake: one Step Functions execution that watches the wave's alarms. */
export interface BakeWorld {
  executionArn: string;
  stateMachineArn: string;
  name: string;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED' | 'TIMED_OUT';
  startedAt: number;
  stoppedAt: number | null;
  /** How long it watches, ms of the world (pace already counted in). */
  lastsMs: number;
  error: string | null;
  cause: string | null;
  component: string;
  wave: string;
  /** The alarms that it watches: names, with account and Region of each cell. */
  alarms: readonly { name: string; accountId: string; region: string }[];
}

/** One deployment into one cell, as CloudFormation, ECR or the cluster shows it. */
export interface DeploymentWorld {
  component: string;
  cell: string;
  accountId: string;
  region: string;
  kind: DeployKind;
  commit: CommitWorld;
  executionId: string;
  actionExecutionId: string;
  startedAt: number;
  /** Null while it runs. */
  endedAt: number | null;
  status: 'running' | 'succeeded' | 'failed';
}

/** One build, as CodeBuild shows it. */
export interface BuildWorld {
  id: string;
  project: string;
  component: string;
  commit: CommitWorld;
  startedAt: number;
  endedAt: number | null;
  status: 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED' | 'STOPPED';
}

/** What the other services and the metrics ask of the pipelines. */
export interface ReleasesWorld {
  /** Components in order: name, kind, pipeline account and Region. */
  components(): readonly { name: string; kind: DeployKind; accountId: string; region: string; approvalBefore: string | null }[];
  /** All deployments of a component in a cell, oldest first, up to now. */
  deployments(component: string, cell: string): readonly DeploymentWorld[];
  /** Every bake of a component up to now, newest first. */
  bakes(): readonly BakeWorld[];
  /** Ends a running bake from outside (StopExecution); false when there is none running with that ARN. */
  stopBake(executionArn: string, error: string | null, cause: string | null): boolean;
  builds(): readonly BuildWorld[];
  /** Image tags (commit ids) pushed for a component, newest first. */
  images(component: string): readonly { tag: string; digest: string; pushedAt: number }[];
  /** Errors that bad releases raise in a cell in the minute starting at `at`: an extra error ratio 0–1; 0 for none. Must be cheap for cells never touched by a bad one. */
  extraErrorRatio(cell: string, at: number): number;
  /** Starts a release of a component by the side door. @throws RangeError for an unknown component */
  start(release: { component: string; quality: 'good' | 'bad'; severity?: number; message?: string }): { id: string };
  list(): readonly { id: string; component: string; commit: CommitWorld; startedAt: number; status: ExecutionStatus }[];
  /** Stops the world's own releases (`--quiet`, DELETE on the side door). */
  quiet(): void;
  isQuiet(): boolean;
  /** Read-after-write lag of GetPipelineState, ms; 0 for none. */
  lagMs: number;
}

/** What a bake asks of the alarms. */
export type AlarmLookup = (accountId: string, region: string, name: string) => AlarmWorld['state'] | null;
