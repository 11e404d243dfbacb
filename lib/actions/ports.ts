import type { Aws } from '#lib/aws/aws.ts';
import type { Clock } from '#lib/clock.ts';
import type { Grant } from '#lib/domain/access/access.ts';
import type { BrokenGlass } from '#lib/domain/access/broken-glass.ts';
import type { SessionOver } from '#lib/domain/access/session-record.ts';
import type { Action } from '#lib/domain/control/action.ts';
import type { ApprovalRequest } from '#lib/domain/control/approval.ts';
import type { Caller } from '#lib/domain/control/request.ts';
import type { Registry } from '#lib/domain/registry/registry.ts';
import type { PipelineFacts } from '#lib/domain/release/facts.ts';
import type { Log } from '#lib/log.ts';
import type { Ledger } from './ledger.ts';

/** What actions ask of whoever watches the pipelines. */
interface ReleaseReader {
  /** What is known of a component; null when nothing is. */
  facts(component: string): PipelineFacts | null;
  /** Reads a pipeline now, before all other reads. @throws AwsFailure */
  refreshNow(component: string): Promise<PipelineFacts>;
}

/** What actions ask of whoever judges the cells. */
export interface CellReader {
  /** Share 0–1 of production traffic; null when unknown. */
  trafficShare(cell: string): number | null;
  /** Names of the alarms in ALARM now. */
  redAlarms(cell: string): readonly string[];
  /** "3 of 3 cells with 2f9c1 sick, 0 of 45 without" of a release under suspicion; null of any other. */
  suspicion(executionId: string): string | null;
}

/** What actions ask of whoever keeps sessions. */
interface SessionReader {
  /** Asks the store why a session is over; null while it is not. @throws when the store does not answer */
  confirm(sessionId: string): Promise<SessionOver | null>;
  /** Whether an admin signed the person out since, or they ended the session from another one. */
  isWithdrawn(sessionId: string): boolean;
}

/** How long things may take, ms. */
export interface Timing {
  /** A stopping verb waits so long for the newest state before it goes by what is known. */
  stoppingReadMs: number;
  /** The effect of a call is looked for so long. */
  observeMs: number;
  /** First pause between two looks; later ones are longer. */
  lookAgainMs: number;
  /** A rollback of several waves waits so long for the deployments of one before it begins the next. */
  deployMs: number;
  /** Pauses before a call is sent again that AWS refused for being busy. */
  busyMs: readonly number[];
  /** The same of what stops: sooner, and for longer. */
  stoppingBusyMs: readonly number[];
  /** The same of a door that goes before a stop: after these the stop is sent, and the door tried again. */
  doorBusyMs: readonly number[];
}

export const TIMING: Timing = {
  stoppingReadMs: 6_000,
  observeMs: 60_000,
  lookAgainMs: 500,
  deployMs: 60 * 60_000,
  busyMs: [250, 500, 1_000, 2_000, 4_000, 8_000],
  doorBusyMs: [100, 200, 400, 800, 1_500],
  stoppingBusyMs: [100, 200, 400, 800, 1_500, ...Array.from({ length: 20 }, () => 2_000)],
};

/** What actions know of other replicas on the same store. */
export interface OtherReplicas {
  /** True of a run of Cellwatch that has ended; false while that is not known. */
  isGone(owner: string): boolean;
  /** Keeps an action that another replica carries out from sending the rest of its calls. */
  cancel(id: string, reason: string): void;
}

/** All that carrying out an action needs. */
export interface ActionParts {
  aws: Aws;
  clock: Clock;
  log: Log;
  ledger: Ledger;
  /** This run of Cellwatch, as the store names who carries an action out. */
  owner: string;
  /** Null where nobody else uses the store. */
  others: OtherReplicas | null;
  releases: ReleaseReader;
  cells: CellReader;
  sessions: SessionReader;
  /** The one in force; while none has been read, the one of an earlier run. Null when neither is known. */
  registry(): Registry | null;
  /** When the registry of an earlier run came into force, epoch ms; null unless `registry` answers that one. */
  registryKeptAt(): number | null;
  /** How old a sign-in may be for what starts something in production, ms; null for any age of a session. */
  freshSignInMs: number | null;
  /** Told after each change of an action. */
  announce(action: Action): void;
  /** Told when somebody asks for a second person, and when a request has ended. */
  announceApproval(request: Pick<ApprovalRequest, 'id' | 'state'>): void;
  /** The glass that a person has broken; null when it is whole. */
  glassOf(person: { id: string }): BrokenGlass | null;
  /** The rights that somebody who asked earlier holds now; null when they hold none any more. */
  rightsNow(caller: Caller): Promise<readonly Grant[] | null>;
  timing: Timing;
}
