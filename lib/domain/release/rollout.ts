import type { ReadState } from '../facts.ts';
import type { Bake, ExecutionMode, ExecutionStatus, Revision } from './facts.ts';

/** Where each release stands in each cell: what the rules of this folder make of the facts. Times are epoch ms. */

const STAGE_KINDS = ['source', 'build', 'release', 'wave', 'other'] as const;
export type StageKind = (typeof STAGE_KINDS)[number];

/** Where a stage stands with its newest release. */
const PLACES = [
  'never',
  'done',
  'deploying',
  'baking',
  'approval',
  'waiting',
  'paused',
  'stopping',
  'stopped',
  'failed',
  'rolled-back',
] as const;
export type Place = (typeof PLACES)[number];

/** A bake as an operator reads it. */
export interface BakeProgress {
  startedAt: number | null;
  /** When it ended; null while it runs. */
  stoppedAt: number | null;
  /** Estimated while it runs, epoch ms; null when nothing tells. */
  endsAt: number | null;
  /** Where the estimate comes from: the definition's waits, how long the last one took, or the wave's bake minutes; null once it ended. */
  estimate: 'definition' | 'history' | 'registry' | null;
  /** The state machine's present step. */
  step: string | null;
  /** Steps that were entered, oldest first. */
  steps: Bake['steps'];
  status: 'running' | 'succeeded' | 'failed' | 'aborted' | 'unknown';
  error: string | null;
  executionArn: string | null;
  /** Alarms that it watches, and how many of them are in ALARM now. */
  alarms: readonly { name: string; accountId: string | null; region: string | null; inAlarm: boolean | null }[];
}

/** A closed door. Owner and end are known only of doors that were closed through Cellwatch. */
export interface Pause {
  /** ARN or name of who closed it. */
  by: string | null;
  at: number | null;
  reason: string | null;
  /** Who looks after it, where that was said. */
  owner: string | null;
  /** When people are to be reminded; null for never. Nothing resumes by itself. */
  until: number | null;
}

export interface StageRollout {
  name: string;
  kind: StageKind;
  /** Of a stage that deploys to cells of one wave, or that only watches the wave before it. */
  wave: string | null;
  /** Names of the cells it deploys to; empty for a stage that only watches. */
  cells: readonly string[];
  place: Place;
  /** The execution in the stage, or the last one that was. */
  executionId: string | null;
  /** Short form of its revision: the first 5 of a commit id. */
  revision: string | null;
  since: number | null;
  /** Execution ids waiting in front of the door. */
  inbound: readonly string[];
  /** Who closed the door in front of this stage; null while it is open. */
  paused: Pause | null;
  bake: BakeProgress | null;
  /** An approval that waits here. */
  approval: { action: string; token: string; since: number | null; url: string | null } | null;
  /** The error of what failed here, for a person. */
  error: string | null;
  /** Cells deployed, of all; null while no release is on its way into them. */
  progress: { done: number; of: number } | null;
  actions: readonly {
    name: string;
    category: string;
    provider: string;
    cell: string | null;
    status: 'waiting' | 'running' | 'succeeded' | 'failed' | 'abandoned';
    startedAt: number | null;
    updatedAt: number | null;
    url: string | null;
    /** Id of what it runs: a build, a stack, a state machine's execution. */
    externalId: string | null;
    error: string | null;
  }[];
}

/** One release's stay in a cell, as far as the runs tell. */
export interface Visit {
  executionId: string;
  /** Short; of a rollback: of what it went back to. */
  revision: string;
  type: 'STANDARD' | 'ROLLBACK';
  stage: string;
  /** When its deployment began. */
  arrivedAt: number;
  /** When it was deployed; null while it is not. */
  deployedAt: number | null;
  /** When its deployment failed or was abandoned; null when it was not. */
  failedAt: number | null;
  /** The watch after it; null when there is none, or it has not begun. */
  bake: { startedAt: number | null; endsAt: number | null; stoppedAt: number | null; status: BakeProgress['status'] } | null;
  /** True while the watch after it is still to begin: other cells are being deployed to. */
  watchPending: boolean;
  /** When the next release began to replace it, or its own deployment failed; null while it is there. */
  leftAt: number | null;
}

/** One component in one cell. */
export interface CellRelease {
  cell: string;
  component: string;
  stage: string;
  /** What should run there: the last execution whose deploy action for this cell succeeded. */
  intended: { revision: string; executionId: string; at: number | null } | null;
  /** What is seen to run there; null when it can't be told. */
  observed: { version: string | null; at: number | null } | null;
  /** Why it can't be told, in words; null when it can, or when nothing looks. */
  unobserved: string | null;
  /** True when both are known and are not the same: somebody deployed by hand, or a rollback failed silently. */
  differs: boolean;
  place: 'done' | 'deploying' | 'baking' | 'failed' | 'none';
  /** The release that is being deployed; null while none is. */
  arriving: { revision: string; executionId: string } | null;
  /** When the present release (or the one being deployed) began to reach this cell. */
  arrivedAt: number | null;
  deployedAt: number | null;
  /** End (or estimated end) of the bake after it; null when it has none or it has not begun. */
  bakeEndsAt: number | null;
  /** The release that the present one replaced here. */
  before: { revision: string; executionId: string } | null;
  /** False when an older release than the leading one should run here. */
  newest: boolean;
  /** Newest first, at most 4. */
  visits: readonly Visit[];
}

/** A release: an execution with what people call it. */
export interface Release {
  executionId: string;
  /** First 5 characters of the commit id. */
  revision: string;
  revisions: readonly Revision[];
  status: ExecutionStatus;
  type: 'STANDARD' | 'ROLLBACK';
  rollbackTarget: string | null;
  startedAt: number | null;
  updatedAt: number | null;
  trigger: string | null;
  stopReason: string | null;
}

/** One component: its pipeline, its stages in order, each cell. */
export interface Rollout {
  component: string;
  pipeline: { name: string; accountId: string; region: string; arn: string; version: number | null; mode: ExecutionMode };
  stages: readonly StageRollout[];
  cells: ReadonlyMap<string, CellRelease>;
  /** Newest first. */
  releases: readonly Release[];
  /** The newest execution. */
  newest: Release | null;
  /** The release that is on its way, or that last came into a wave: what "new" means in the cells. */
  leading: Release | null;
  /** True while an execution is in progress or stopping. */
  moving: boolean;
  /** Cells of the registry (in service, of a wave) that no stage deploys to. */
  drift: readonly string[];
  read: ReadState;
}

/** A release that explains a sickness too. */
interface Rival {
  component: string;
  revision: string;
  executionId: string;
  /** Of the sick cells with the suspected release, how many this one had come to as well. */
  sickWith: number;
  /** True when it is about as likely: the two can't be told apart. */
  close: boolean;
}

/** A release that came to a cell before it fell sick. */
export interface Suspect {
  component: string;
  revision: string;
  executionId: string;
  /** "3 of 3 cells with 2f9c1 sick, 0 of 45 without". */
  contrast: string;
  /** ", four minutes after router 2f9c1 reached it" without the cell's name. */
  text: string;
  sickWith: number;
  with: number;
  sickWithout: number;
  without: number;
  /** When it began to reach this cell. */
  arrivedAt: number;
  /** When the sickness began. */
  since: number;
  /** How sure this is, 0–1: the weight of this release against all other explanations. */
  certainty: number;
  /** Another release that it may be as well; null when there is none. */
  rival: Rival | null;
}

/** All that is known of releases now. */
export interface ReleasePicture {
  /** In the registry's order of components. */
  rollouts: readonly Rollout[];
  /** By cell name. */
  suspects: ReadonlyMap<string, Suspect>;
}
