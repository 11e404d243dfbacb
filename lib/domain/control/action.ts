/** What people may do to rollouts: verbs, plans and actions. Times are epoch ms. */

export const VERBS = ['pause-wave', 'resume-wave', 'halt-rollout', 'halt-all', 'retry-stage', 'approve', 'reject', 'roll-back'] as const;
export type Verb = (typeof VERBS)[number];

/** Always the safe direction: never answered 409, no typed name, no dependence on the store. All others are starting verbs. */
export const STOPPING_VERBS: ReadonlySet<Verb> = new Set(['pause-wave', 'halt-rollout', 'halt-all']);

/** What a verb is to be done to. */
export interface ActionTarget {
  /** A component of the registry, or "*" for all. */
  component: string;
  /** Of pause and resume: before which waves. Of roll-back: in which; all that the bad release reached when left out. */
  waves?: readonly string[];
  /** Of retry, approve, reject, and of pause and resume in front of a stage that is no wave. */
  stage?: string;
  /** Of halt, approve and reject: the execution meant; the present one when left out. */
  executionId?: string;
  /** Of roll-back: the release to go back to; the candidate when left out. */
  targetExecutionId?: string;
  /** Of halt: what becomes of running deployments. Bakes and approvals are always abandoned. */
  running?: 'wait' | 'abandon';
  /** Of roll-back: newest wave first, one after the other, or all at once. */
  order?: 'newest-first' | 'all-at-once';
  /** Of roll-back where no stage has a candidate: run the whole pipeline with the old revision. */
  fallback?: boolean;
  /** Of retry. */
  retry?: 'FAILED_ACTIONS' | 'ALL_ACTIONS';
  /** Of resume after a halt: components to resume; all that are paused when left out. */
  components?: readonly string[];
  /** Of pause: when people are to be reminded, epoch ms. Nothing resumes by itself. */
  until?: number;
  /** Of pause: doors that are closed already get the new end and owner too. */
  extend?: boolean;
  /** Of pause: who looks after it. */
  owner?: string;
}

/** One call to AWS that a plan makes. */
export interface PlannedCall {
  /** Unique within the plan, stable between two plans on the same state: "router/DisableStageTransition/Deploy-small". */
  key: string;
  component: string;
  pipeline: { name: string; accountId: string; region: string; arn: string };
  service: 'CodePipeline' | 'StepFunctions';
  operation:
    | 'DisableStageTransition'
    | 'EnableStageTransition'
    | 'StopPipelineExecution'
    | 'RetryStageExecution'
    | 'RollbackStage'
    | 'PutApprovalResult'
    | 'StartPipelineExecution'
    | 'StopExecution';
  /** As AWS takes it. */
  input: Readonly<Record<string, unknown>>;
  /** What it changes, in plain words: "close the door before small". */
  text: string;
  /** Calls of a lower step are made first; those of one step of a pipeline one after the other, pipelines side by side. */
  step: number;
  /** For undoing and for the audit: stage and cells it touches. */
  stage: string | null;
  cells: readonly string[];
}

/** Region and account of a Step Functions execution. */
export const ARN_OF_STATES = /^arn:[^:]*:states:([^:]*):(\d{12}):/;

/** What can't be done, and why. */
export interface Impossible {
  component: string;
  stage: string | null;
  reason: string;
}

/** What the plan was based on, for the person and for the comparison before acting. */
export interface PlanBasis {
  component: string;
  /** When the state was read, epoch ms; null when it never was. */
  readAt: number | null;
  pipelineVersion: number | null;
  stages: readonly {
    name: string;
    executionId: string | null;
    status: string | null;
    inbound: readonly string[];
    /** Null when unknown. */
    transitionEnabled: boolean | null;
    transitionChangedAt: number | null;
  }[];
}

/** What an action would do. Contract of POST /api/actions/plan. */
export interface Plan {
  verb: Verb;
  target: ActionTarget;
  /** "Halt router in 3 waves": also the label of the button. */
  title: string;
  /** One sentence in plain words. */
  summary: string;
  calls: readonly PlannedCall[];
  impossible: readonly Impossible[];
  /** Each a sentence: which alarms are red now, what is not undone, what resuming releases. */
  warnings: readonly string[];
  /** Cells that change, from which version to which, in the order they change. */
  moves: readonly {
    cell: string;
    wave: string | null;
    component: string;
    stage: string;
    from: string | null;
    to: string | null;
    bakeMinutes: number | null;
  }[];
  /** Share 0–1 of production traffic; null when unknown. */
  blastRadius: { cells: readonly string[]; trafficShare: number | null };
  /** What must be typed; null when nothing. */
  typedName: string | null;
  /** A reason ready to use; for stopping verbs it is enough. */
  reason: string;
  /** The reason as AWS accepts it ([a-zA-Z0-9!@ ().*?-], 1–300); null for calls that take none. */
  reasonSent: string | null;
  basis: readonly PlanBasis[];
  /** True when whoever planned it may not begin it alone. */
  secondPerson: boolean;
  /** Another action that would do instead, where this one can't be done; null where it can, or none is known. */
  instead: { verb: Verb; target: ActionTarget; text: string } | null;
  /** Hash over the basis: the same world gives the same. */
  fingerprint: string;
}

const ACTION_STATES = ['recorded', 'acting', 'observing', 'done', 'failed', 'unknown'] as const;
export type ActionState = (typeof ACTION_STATES)[number];

/** recorded: not sent yet; sent: no answer yet; accepted: AWS said yes; observed: the world shows it; unknown: no answer came, read back. */
const CALL_STATES = ['recorded', 'sent', 'accepted', 'observed', 'failed', 'skipped', 'unknown'] as const;
export type CallState = (typeof CALL_STATES)[number];

export interface CallProgress {
  key: string;
  component: string;
  operation: PlannedCall['operation'];
  text: string;
  state: CallState;
  /** When it came into that state. */
  at: number | null;
  /** When it was sent; null again while it waits to be sent once more, since AWS refused it for being busy. */
  sentAt: number | null;
  requestId: string | null;
  /** The execution that it began: of rollbacks and of running a pipeline again. */
  executionId: string | null;
  /** AWS's error code and what to do about it. */
  error: { code: string; message: string; fix: string | null } | null;
}

/** Who approved an action, and why. */
export interface SecondPerson {
  person: { id: string; name: string; email: string | null };
  reason: string;
  at: number;
}

/** One action: a confirmed plan on its way. Contract of GET /api/actions/ID. */
export interface Action {
  id: string;
  verb: Verb;
  target: ActionTarget;
  title: string;
  by: { id: string; name: string; email: string | null };
  /** Who approved it, where it wanted a second person. */
  approved?: SecondPerson;
  reason: string;
  at: number;
  state: ActionState;
  calls: readonly CallProgress[];
  impossible: readonly Impossible[];
  /** True when the intent stands in the local journal only, since the store was down. */
  journaled: boolean;
  finishedAt: number | null;
}

/** What people noted when they closed a door. Nothing opens by itself when `until` has passed. */
export interface PauseNote {
  component: string;
  stage: string;
  wave: string | null;
  /** Who looks after it; whoever closed it when left out. */
  owner: string | null;
  /** When people are to be reminded, epoch ms. */
  until: number | null;
  reason: string;
  by: { id: string; name: string };
  at: number;
  actionId: string;
}
