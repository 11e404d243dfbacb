import type { BrokenGlass } from '#lib/domain/access/broken-glass.ts';
import type { ChainHead, KeptEntry } from '#lib/domain/audit/audit-chain.ts';
import type { AuditEntry, AuditFilter, ChainedEntry } from '#lib/domain/audit/audit-entry.ts';
import type { Action, PauseNote, Plan } from '#lib/domain/control/action.ts';
import type { ApprovalRequest } from '#lib/domain/control/approval.ts';
import type { Caller, StartRequest } from '#lib/domain/control/request.ts';
import type { OwnCalls } from '#lib/domain/cost/build-own-bill.ts';
import type { Health } from '#lib/domain/health/verdict.ts';
import type { SessionStore } from './session-store.ts';

/** One change of a cell's health. */
export interface HealthChange {
  cell: string;
  /** Epoch ms. */
  at: number;
  /** Null for the first verdict ever. */
  from: Health | null;
  to: Health;
  /** The worst evidence's text at that time. */
  reason: string;
}

/** An action as it is kept, with what it takes to know a repeated request and to go on after a crash. */
export interface StoredAction {
  action: Action;
  plan: Plan;
  /** The Idempotency-Key that came with it; unique for each person. */
  key: string;
  /** SHA-256 of the request that came with the key. */
  bodyHash: string;
  /** The run of Cellwatch that carries it out. */
  owner?: string;
}

/** What became of recording an intent: nothing is sent unless it is `recorded`. */
export type Recorded =
  | { kind: 'recorded' }
  /** The same person used the key before. */
  | { kind: 'repeated'; earlier: StoredAction }
  /** Another action has the component to itself. */
  | { kind: 'busy'; component: string; actionId: string }
  /** The request that it was approved by waits no longer. */
  | { kind: 'not-waiting' };

/** A request for approval, with what it takes to begin the action in the name of whoever asked. */
export interface StoredApproval {
  request: ApprovalRequest;
  /** Whole: with what must not leave the server. */
  plan: Plan;
  start: StartRequest;
  /** Who asked, by which rights. */
  caller: Caller;
  /** The Idempotency-Key that came with it, and the SHA-256 of what came with the key. */
  key: string;
  bodyHash: string;
}

/** The audit chain, actions and what people noted with a pause. */
export interface ControlStore {
  /** Appends entries, in order; one that is there already (same id) is left out. Writers take turns: the chain never forks. */
  appendAudit(entries: readonly AuditEntry[]): Promise<void>;
  /** Newest first, those before `before` (a seq) when one is given. */
  searchAudit(filter: AuditFilter, before: number | null, limit: number): Promise<ChainedEntry[]>;
  /** The chain from the start, as it stands there: entries after `seq`. */
  readChain(after: number, limit: number): Promise<KeptEntry[]>;
  chainHead(): Promise<ChainHead | null>;

  /**
   * Keeps a new action and its entries, all or nothing.
   * @param locks components that it needs to itself until it is finished
   * @param approved the request that it was approved by, as it ends: only one that waits can
   */
  recordIntent(
    stored: StoredAction,
    entries: readonly AuditEntry[],
    locks: readonly string[],
    approved?: ApprovalRequest,
  ): Promise<Recorded>;
  /**
   * Keeps how far an action is, adding it when it is not there, and appends entries. A finished one gives its locks back.
   * @param plan true when the plan has more calls than before
   */
  recordProgress(stored: StoredAction, entries: readonly AuditEntry[], plan?: boolean): Promise<void>;
  findAction(id: string): Promise<StoredAction | null>;
  findActionByKey(personId: string, key: string): Promise<StoredAction | null>;
  /** Those that are not finished, oldest first. */
  openActions(): Promise<StoredAction[]>;
  /** Takes an open action over from whom it has (null for nobody that is known). False when another was sooner, or it is finished. */
  takeAction(id: string, from: string | null, to: string): Promise<boolean>;

  /** Keeps a new request and its entries, all or nothing; answers the earlier one where the person used the key before. */
  recordApproval(stored: StoredApproval, entries: readonly AuditEntry[]): Promise<StoredApproval | null>;
  /** Ends a request that waits, with its entries; false, with nothing changed, when it waits no longer. */
  endApproval(request: ApprovalRequest, entries: readonly AuditEntry[]): Promise<boolean>;
  findApproval(id: string): Promise<StoredApproval | null>;
  findApprovalByKey(personId: string, key: string): Promise<StoredApproval | null>;
  /** Requests that wait, and those that were made since a time (epoch ms), newest first. */
  approvals(since: number, limit: number): Promise<StoredApproval[]>;

  /** Keeps a glass as it is, broken or ended, and appends entries; one that has ended stays so. */
  keepGlass(glass: BrokenGlass, entries: readonly AuditEntry[]): Promise<void>;
  /** Those that have not ended. */
  openGlasses(): Promise<BrokenGlass[]>;

  savePause(note: PauseNote): Promise<void>;
  /** Drops the notes of doors that are open again. */
  dropPauses(doors: readonly { component: string; stage: string }[]): Promise<void>;
  pauses(): Promise<PauseNote[]>;
}

/** Kinds of figures that are kept by period. */
export type CostLedgerName = 'days' | 'months' | 'component-days' | 'component-months' | 'traffic';

/** Figures of one period; the body is opaque bytes (money in it is text). A period may have several parts, one for each question. */
export interface CostRecord {
  ledger: CostLedgerName;
  /** `YYYY-MM-DD` or `YYYY-MM`: the order of texts is the order of time. */
  period: string;
  part: number;
  body: Uint8Array;
}

/** The last fetch of costs that succeeded. */
export interface CostState {
  /** Epoch ms; null before the first. */
  fetchedAt: number | null;
  /** JSON of what was told besides figures; null before the first fetch. */
  body: string | null;
  /** What was said of the fetch under way when it began; null while none is. */
  begun: string | null;
  /** What was said of the failure since; null when there is none. */
  failed: string | null;
}

/** One answered page of the fetch under way; the body is opaque bytes. */
interface CostPageRecord {
  question: number;
  page: number;
  body: Uint8Array;
}

/** What is known of costs, and our own calls to AWS. */
export interface CostStore {
  costState(): Promise<CostState>;
  /**
   * Takes the next fetch for oneself until a time, unless another has it or has fetched meanwhile: nobody pays twice.
   * @param seen `fetchedAt` of the state that made the fetch due
   */
  claimCosts(holder: string, now: number, until: number, seen: number | null): Promise<boolean>;
  /** Gives the claim back after a fetch that did not end; its pages stay. @param failed what is to be known of it, if anything */
  releaseCosts(holder: string, failed?: string): Promise<void>;
  /** Begins a fetch: pages of the one before go. Null ends it without another. Refused to whom the claim is not (any more), as the next two. */
  beginCosts(holder: string, begun: string | null): Promise<void>;
  /** Keeps a page that was answered, and the claim until a later time. */
  keepCostPage(holder: string, until: number, page: CostPageRecord): Promise<void>;
  /** Drops the pages of one question. */
  dropCostPages(holder: string, question: number): Promise<void>;
  /** A page of the fetch under way; null when it is not kept. */
  costPage(question: number, page: number): Promise<Uint8Array | null>;
  /** Keeps records of a fetch that is not in force before it is saved: a large one is written a few records at a time. */
  stageCosts(fetchedAt: number, records: readonly CostRecord[]): Promise<void>;
  /**
   * Puts a fetch in force, drops its pages and ends the claim, all or nothing; refused, with nothing changed, to whom the claim is not (any more).
   * @param replaced of each ledger that was read: all that was kept before of periods from `from` on goes
   */
  saveCosts(
    holder: string,
    state: { fetchedAt: number; body: string },
    replaced: readonly { ledger: CostLedgerName; from: string }[],
  ): Promise<void>;
  /** Keeps records of daily traffic in place of those of the same day. */
  saveTraffic(records: readonly CostRecord[]): Promise<void>;
  /** Periods of a ledger of which something is in force, ascending. */
  costPeriods(ledger: CostLedgerName): Promise<string[]>;
  /** What is in force of one period, by part. */
  costRecords(ledger: CostLedgerName, period: string): Promise<CostRecord[]>;
  /** Drops records of periods before one; answers how many. */
  forgetCostRecords(ledger: CostLedgerName, before: string): Promise<number>;

  /** Adds to what was counted of a day and price class. */
  addOwnCalls(calls: readonly OwnCalls[]): Promise<void>;
  /** Counts from a day (`YYYY-MM-DD`) on, by day. */
  ownCalls(since: string): Promise<OwnCalls[]>;
}

/** A part of the picture that the elected replica hands to the others. `body` is opaque bytes. */
interface PictureRecord {
  name: string;
  body: Uint8Array;
}

/** The picture as it is handed from the elected replica to the others, in pieces that change at different times. */
export interface PictureStore {
  /** Keeps pieces under a version, all or nothing. False when the picture has that version or a newer one: somebody else was elected. */
  handOver(version: number, pieces: readonly PictureRecord[]): Promise<boolean>;
  /** The pieces that came after a version, oldest first; 0 for all. */
  handedOver(after: number): Promise<(PictureRecord & { version: number })[]>;
  /** Drops pieces older than a version. */
  dropPieces(before: number): Promise<void>;
}

/** What must outlive a restart. Implemented once in Kysely; the contract suite runs on every engine. */
export interface Store extends ControlStore, CostStore, PictureStore, SessionStore {
  /** Appends changes; recording one twice (same cell, time and health) keeps one. */
  recordChanges(changes: readonly HealthChange[]): Promise<void>;
  /** Changes of one cell at or after `since` (epoch ms), newest first. */
  changesOf(cell: string, since: number, limit: number): Promise<HealthChange[]>;
  /** Drops changes before `before` (epoch ms); answers how many. */
  forgetChanges(before: number): Promise<number>;
  /** Keeps the last picture under a key, replacing the one before. `body` is opaque bytes. */
  saveSnapshot(key: string, at: number, body: Uint8Array): Promise<void>;
  lastSnapshot(key: string): Promise<{ at: number; body: Uint8Array } | null>;
  /** The same, and it is gone then: of several that take it at once, one gets it. */
  takeSnapshot(key: string): Promise<{ at: number; body: Uint8Array } | null>;
  close(): Promise<void>;
}

/** Why the store can't be used: `locked` (another process has it), `corrupt`, `newer-schema`, `disk-full`, `unavailable`. */
export class StoreError extends Error {
  readonly code: 'locked' | 'corrupt' | 'newer-schema' | 'disk-full' | 'unavailable';
  constructor(code: StoreError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreError';
    this.code = code;
  }
}
