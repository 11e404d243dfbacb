import type { ExecutionMode, ExecutionStatus } from '#lib/domain/release/facts.ts';
import type { BakeProgress, Place, StageKind } from '#lib/domain/release/rollout.ts';
import type { SourceView } from './fleet-view.ts';
import type { IsoTime } from './iso-time.ts';
import type { ReleaseTone, ReminderView, SuspectView } from './release-views.ts';

/** What the Deployments and Pipeline pages need. Ratios are 0–1; null is unknown, never 0. */

/**
 * What stands in one cell of a crossing, a character each, in the order of the wave's cells:
 * `n` the new release, `o` an older one, `s` sick since the new one arrived, `x` something else than was deployed,
 * `d` being deployed, `f` its deployment failed, `-` nothing is known or nothing deploys there.
 */
export const CELL_MARKS = { new: 'n', old: 'o', sick: 's', other: 'x', deploying: 'd', failed: 'f', none: '-' } as const;
export type CellMark = (typeof CELL_MARKS)[keyof typeof CELL_MARKS];

/** The sentence on top. */
export interface RolloutsHeadlineView {
  tone: ReleaseTone;
  /** "2 releases moving, 1 paused, 1 waiting for approval". */
  lead: string;
  /** "router 2f9c1 made 2 of its 8 cells sick; it is paused before wave medium." May be empty. */
  detail: string;
}

/** A closed door in front of a stage. */
export interface PauseView {
  stage: string;
  /** Name of who closed it, as short as it can be told: "operator". */
  by: string | null;
  at: IsoTime | null;
  reason: string | null;
  /** Who looks after it, where that is somebody else. */
  owner: string | null;
  until: IsoTime | null;
  /** "until 09:00, then ask", "until 09:00, which has passed"; empty where no end was named. */
  untilText: string;
  /** True once people are to be reminded. */
  ended: boolean;
}

/** An approval that waits. Its token never leaves the server. */
export interface ApprovalView {
  stage: string;
  action: string;
  executionId: string | null;
  revision: string | null;
  since: IsoTime | null;
}

/** A component in a wave: one crossing of the matrix. */
export interface CrossingView {
  wave: string;
  /** Names of the stages behind it, in the pipeline's order; empty when the component does not deploy to this wave. */
  stages: readonly string[];
  /** The most urgent place of its stages. */
  place: Place;
  tone: ReleaseTone;
  executionId: string | null;
  /** The release that stands here, or is coming in; short. */
  revision: string | null;
  /** What should run here, most cells first, at most three. */
  versions: readonly { revision: string; cells: number }[];
  /** Ready to show: "baking · about 22 min left · 4 alarms quiet". Empty where there is nothing to say. */
  text: string;
  /** CellMark each, in the order of the wave's cells. */
  marks: string;
  /** Cells here that are sick since the release arrived. */
  sick: number;
  /** Cells that run something else than was deployed, at most three of them. */
  others: readonly { cell: string; version: string }[];
  /** Cells deployed, of all; while deploying. */
  progress: { done: number; of: number } | null;
  /** While baking. */
  bake: { startedAt: IsoTime | null; endsAt: IsoTime | null; alarmsRed: number; alarms: number } | null;
  paused: PauseView | null;
  approval: ApprovalView | null;
}

/** One row of the matrix. */
export interface ComponentRolloutView {
  component: string;
  /** Name of its pipeline: /deployments/PIPELINE. */
  pipeline: string;
  /** An execution is in progress or stopping. */
  moving: boolean;
  /** Some stage is paused. */
  paused: boolean;
  tone: ReleaseTone;
  /** "release 2f9c1 · 1 h 24 min ago", "e77a0 everywhere since Nov 20", "rolled back 5d31c → 50c9e, Nov 22". */
  text: string;
  /** The newest release. */
  newest: { executionId: string; revision: string; startedAt: IsoTime | null } | null;
  /** All that is before the waves: source, build, release. */
  source: {
    place: Place;
    tone: ReleaseTone;
    revision: string | null;
    text: string;
    paused: PauseView | null;
    approval: ApprovalView | null;
  };
  /** One for each wave of the registry, in order; empty when this component deploys to none. */
  crossings: readonly CrossingView[];
  /** Cells of the registry that no stage deploys to, as a sentence; null when there are none. */
  drift: string | null;
  suspect: SuspectView | null;
  /** Why the pipeline can't be read, in words, and since when; null when it can. */
  problem: { text: string; since: IsoTime } | null;
  /** When it was last read. */
  observedAt: IsoTime | null;
}

/** Contract of GET /api/rollouts. */
export interface RolloutsView {
  /** Opaque; the same as FleetView.rolloutsVersion once the fleet shows it. */
  version: string;
  observedAt: IsoTime;
  headline: RolloutsHeadlineView;
  moving: number;
  paused: number;
  approvals: number;
  /** Columns: waves in order, each with the names of its cells, which `marks` follow. */
  waves: readonly { name: string; cells: readonly string[] }[];
  components: readonly ComponentRolloutView[];
  /** Pauses whose end has come. */
  reminders: readonly ReminderView[];
  sources: readonly SourceView[];
}

/** One release in the pipeline's history. */
export interface ReleaseView {
  executionId: string;
  /** Short. */
  revision: string;
  status: ExecutionStatus;
  /** "succeeded", "failed in Deploy-small", "superseded by 90be7", "rolled back to 41ad0": the outcome in words. */
  outcome: string;
  tone: ReleaseTone;
  type: 'STANDARD' | 'ROLLBACK';
  /** Of a rollback: the release it goes back to. */
  rollbackTo: { executionId: string; revision: string | null } | null;
  /** All source revisions in full. */
  revisions: readonly { action: string; id: string; message: string | null; author: string | null; url: string | null }[];
  /** First line of the first revision's message. */
  message: string | null;
  author: string | null;
  commitUrl: string | null;
  startedAt: IsoTime | null;
  endedAt: IsoTime | null;
  /** "webhook", "operator" … who or what started it. */
  trigger: string | null;
  stopReason: string | null;
  consoleUrl: string | null;
}

/** What a person could do to a stage now. `impossible` says why it can't be done by anybody; null when it can. */
export interface OfferView {
  verb: 'pause-wave' | 'resume-wave' | 'retry-stage' | 'approve' | 'reject' | 'roll-back';
  impossible: string | null;
}

export interface StageActionView {
  name: string;
  category: string;
  provider: string;
  /** Cell that it deploys to. */
  cell: string | null;
  status: 'waiting' | 'running' | 'succeeded' | 'failed' | 'abandoned';
  startedAt: IsoTime | null;
  updatedAt: IsoTime | null;
  error: string | null;
  /** Page of what it runs (a build, a stack, a state machine), through the access portal. */
  consoleUrl: string | null;
  /** Where its log is; null where none is known. */
  logUrl: string | null;
}

export interface BakeView {
  status: BakeProgress['status'];
  startedAt: IsoTime | null;
  /** Estimated. */
  endsAt: IsoTime | null;
  estimate: BakeProgress['estimate'];
  error: string | null;
  steps: readonly { name: string; enteredAt: IsoTime; leftAt: IsoTime | null }[];
  alarms: readonly { name: string; cell: string | null; inAlarm: boolean | null; consoleUrl: string | null }[];
  consoleUrl: string | null;
}

/** One cell of a stage. */
export interface StageCellView {
  name: string;
  mark: CellMark;
  intended: string | null;
  observed: string | null;
  differs: boolean;
  arrivedAt: IsoTime | null;
  deployedAt: IsoTime | null;
}

export interface StageView {
  name: string;
  kind: StageKind;
  wave: string | null;
  place: Place;
  tone: ReleaseTone;
  text: string;
  executionId: string | null;
  revision: string | null;
  since: IsoTime | null;
  /** Releases waiting in front of the door, oldest first. */
  inbound: readonly { executionId: string; revision: string | null }[];
  paused: PauseView | null;
  approval: ApprovalView | null;
  error: string | null;
  progress: { done: number; of: number } | null;
  bake: BakeView | null;
  actions: readonly StageActionView[];
  cells: readonly StageCellView[];
  /** The release that rolling back would put here; null when there is none: the offer says why. */
  rollbackCandidate: { executionId: string; revision: string } | null;
  offers: readonly OfferView[];
}

/** Contract of GET /api/rollouts/PIPELINE. */
export interface PipelineView {
  version: string;
  observedAt: IsoTime;
  component: string;
  pipeline: {
    name: string;
    accountId: string;
    region: string;
    /** Version of its structure. */
    version: number | null;
    mode: ExecutionMode | null;
    consoleUrl: string;
  };
  headline: RolloutsHeadlineView;
  moving: boolean;
  /** The newest execution. */
  newest: ReleaseView | null;
  /** In the pipeline's order. */
  stages: readonly StageView[];
  /** Newest first, at most 100. */
  releases: readonly ReleaseView[];
  drift: string | null;
  suspect: SuspectView | null;
  problem: { text: string; since: IsoTime } | null;
  sources: readonly SourceView[];
}
