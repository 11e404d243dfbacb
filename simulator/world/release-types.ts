/**
 * The seam between pipelines (simulator/world/pipelines, state machines that follow the world's clock) and the services
 * and metrics that show what they did. Times are epoch ms of the world. Nothing runs by timers: asking brings every
 * pipeline up to now, so answers are as of the moment of the call; objects given out are not to be changed.
 */

export type ExecutionStatus = 'InProgress' | 'Stopping' | 'Stopped' | 'Succeeded' | 'Superseded' | 'Failed' | 'Cancelled';
export type ActionStatus = 'InProgress' | 'Abandoned' | 'Succeeded' | 'Failed';

/** How a component gets into cells; `pipelines` is the pipeline that makes the others. */
export type DeployKind = 'cloudformation' | 'kubernetes' | 'pipelines';

export interface CommitWorld {
  /** 40 hexadecimal digits. */
  id: string;
  message: string;
  author: string;
  at: number;
  /** A bad one raises errors in the cells that it reaches, in proportion to its severity (0–1). */
  quality: 'good' | 'bad';
  severity: number;
  /** The first wave in which a bad one shows; null for everywhere. */
  badFrom: string | null;
}

export interface ComponentWorld {
  name: string;
  kind: DeployKind;
  /** Of its pipeline, which has the component's name. */
  accountId: string;
  region: string;
  /** The wave that a person has to approve; null for none. */
  approvalBefore: string | null;
}

/** A bake: one Step Functions execution that watches the alarms of the cells that a stage deployed to. */
export interface BakeWorld {
  executionArn: string;
  stateMachineArn: string;
  /** The action execution's id, as AWS names it. */
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
  stage: string;
  /** Of the pipeline. */
  executionId: string;
  /** The alarms that it watches: names, with account and Region of each cell. */
  alarms: readonly { name: string; accountId: string; region: string }[];
}

/** The state machine that bakes a wave, one for all components. */
export interface BakeMachineWorld {
  arn: string;
  name: string;
  wave: string;
  createdAt: number;
  /** As in BakeWorld. */
  lastsMs: number;
  /** How long it waits first, so that alarms have seen the release, ms; part of lastsMs. */
  settlesMs: number;
  /** How often it looks at the alarms after that, ms. */
  checksEveryMs: number;
}

/** One deployment into one cell, as CloudFormation, ECR or the cluster shows it. */
export interface DeploymentWorld {
  component: string;
  cell: string;
  accountId: string;
  region: string;
  kind: DeployKind;
  commit: CommitWorld;
  /** Of the pipeline; null for a deployment by hand. */
  executionId: string | null;
  /** Null for a deployment by hand. */
  actionExecutionId: string | null;
  /** ARN of the stack, or of the function that deploys to the cluster. */
  externalId: string;
  startedAt: number;
  /** Null while it runs. An abandoned action's deployment goes on to its end. */
  endedAt: number | null;
  status: 'running' | 'succeeded' | 'failed';
}

/** One build, as CodeBuild shows it. */
export interface BuildWorld {
  /** PROJECT:UUID. */
  id: string;
  project: string;
  component: string;
  commit: CommitWorld;
  /** Of the pipeline. */
  executionId: string;
  startedAt: number;
  endedAt: number | null;
  status: 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED' | 'STOPPED';
}

/** What is asked for at the side door. */
export interface ReleaseOrder {
  component: string;
  quality: 'good' | 'bad';
  /** Of a bad one, 0–1; 0.8 unless told. */
  severity?: number;
  /** Of a bad one: the first wave in which it shows. */
  wave?: string;
  message?: string;
}

/** A release that was started, and where it stands. */
interface ReleaseWorld {
  /** Of the pipeline's execution. */
  id: string;
  component: string;
  commit: CommitWorld;
  startedAt: number;
  status: ExecutionStatus;
}

/** What the other services, the metrics and the side door ask of the pipelines. */
export interface ReleasesWorld {
  components(): readonly ComponentWorld[];
  /** Deployments of a component in a cell, oldest first, up to now: those that are remembered, always the last successful one. */
  deployments(component: string, cell: string): readonly DeploymentWorld[];
  /** Remembered bakes, newest first. */
  bakes(): readonly BakeWorld[];
  /** One of them; null for an ARN that nobody knows (any more). */
  bake(executionArn: string): BakeWorld | null;
  bakeMachines(): readonly BakeMachineWorld[];
  /** Ends a running bake from outside (StopExecution); false when there is none running with that ARN. */
  stopBake(executionArn: string, error: string | null, cause: string | null): boolean;
  /** Remembered builds, newest first. */
  builds(): readonly BuildWorld[];
  /** Images pushed for a Kubernetes component, newest first; the tag is the commit's id. */
  images(component: string): readonly { tag: string; digest: string; pushedAt: number }[];
  /** Takes an image out of its repository, by its digest. */
  deleteImage(digest: string): void;
  /** Errors that bad releases raise in a cell in the minute starting at `at`: an extra error ratio 0–1; 0 for none. */
  extraErrorRatio(cell: string, at: number): number;
  /** Starts a release by the side door. @throws RangeError for an unknown component or wave, or a severity outside 0–1 */
  start(order: ReleaseOrder): { id: string };
  /** Remembered releases, newest first. */
  list(): readonly ReleaseWorld[];
  /** Stops the world's own releases (`--quiet`, DELETE on the side door); those under way go on. */
  quiet(): void;
  isQuiet(): boolean;
  /** For how long after a control call GetPipelineState still shows what was before, ms; 0 for never. */
  lagMs: number;
}
