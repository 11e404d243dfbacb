import type { Clock } from './clock.ts';
import type { AccessPolicy } from './domain/access/access.ts';
import type { BrokenGlass, BrokenGlassView } from './domain/access/broken-glass.ts';
import type { SessionOver, SessionRecord } from './domain/access/session-record.ts';
import type { Action, Plan } from './domain/control/action.ts';
import type { ApprovalSummary, ApprovalView } from './domain/control/approval.ts';
import type { Caller, PlanRequest, StartRequest } from './domain/control/request.ts';
import type { CostAsk } from './domain/cost/cost-ask.ts';
import type { CostFailure } from './domain/cost/cost-facts.ts';
import type { KnownCosts } from './domain/cost/known-costs.ts';
import type { OwnBill } from './domain/cost/own-bill.ts';
import type { Parsed } from './domain/cost/parsed.ts';
import type { RegistryPair } from './domain/registry/registry-confirmation.ts';
import type { Env } from './env.ts';
import type { Store } from './store/store.ts';
import type { CostsView } from './views/costs-view.ts';
import type { CellRange, CellView, FleetView } from './views/fleet-view.ts';

/** A view, serialized and compressed once, the same for all viewers. */
export interface Published {
  version: string;
  etag: string;
  /** JSON of the view, as it is and compressed. */
  identity: Uint8Array;
  gzip: Uint8Array;
  brotli: Uint8Array;
}

export interface PublishedFleet extends Published {
  view: FleetView;
}

/** Where releases stand. */
export interface RolloutsFeed {
  /** Names of the pipelines of the registry; null until they have been judged. */
  readonly pipelines: readonly string[] | null;
  /** All of them; null until they have been judged. */
  all(): Promise<Published | null>;
  /** One; null when there is none of that name. */
  of(pipeline: string): Promise<Published | null>;
}

/** One server-sent event, serialized once for all viewers. */
export interface LiveEvent {
  /** `boot-sequence`; null for what nobody has to make up for: how an action stands can be asked for. */
  id: string | null;
  type: 'fleet' | 'resync' | 'action' | 'approval' | 'glass';
  data: string;
}

/** The current picture and its changes. */
export interface FleetFeed {
  /** Null until a registry has been read (or a picture was restored from the store). */
  current(): PublishedFleet | null;
  /** Calls back on each new version; answers the function that ends it. */
  subscribe(listener: (event: LiveEvent) => void): () => void;
  /** Events after the given id, or null when that id is unknown (the viewer must resync). */
  since(lastEventId: string): readonly LiveEvent[] | null;
}

/** What became of a request to act. */
export interface BegunAction {
  id: string;
  /** True where nothing is sent before a second person has approved; the action will have the same id. */
  waits?: boolean;
}

/** What waits for a second person. Everything throws StoreError while the store is down. */
export interface ApprovalDesk {
  /** What waits, and what was asked for within a day, newest first. */
  list(who: Pick<Caller, 'person' | 'grants'>): Promise<readonly ApprovalSummary[]>;
  find(id: string, who: Pick<Caller, 'person' | 'grants'>): Promise<ApprovalView | null>;
  /** What has changed since it was asked for, a sentence each; reads AWS. @throws ActionError */
  changes(id: string): Promise<readonly string[]>;
  /** Begins the action. @throws ActionError; after `plan-outdated` the request has ended */
  approve(id: string, reason: string, caller: Caller): Promise<{ id: string }>;
  /** @throws ActionError */
  decline(id: string, reason: string, caller: Caller): Promise<ApprovalView>;
  /** @throws ActionError */
  withdraw(id: string, reason: string, caller: Caller): Promise<ApprovalView>;
  /** Keeps in the audit log that somebody without the permission wanted to answer. Never throws. */
  refused(id: string, caller: Caller): Promise<void>;
}

/** Who has broken the glass. */
export interface GlassDesk {
  /** The one that a person has broken; null when it is whole. */
  of(person: { id: string }): BrokenGlass | null;
  /** All that are in force. */
  list(): readonly BrokenGlassView[];
  /** Gives a person what is behind glass for them, for a time. Works while the store is down. @throws ActionError */
  break(reason: string, caller: Caller): Promise<BrokenGlassView>;
  /** By its person or an admin. @throws ActionError */
  end(id: string, caller: Caller): Promise<void>;
}

/** What people do to rollouts. */
export interface ActionDesk {
  readonly approvals: ApprovalDesk;
  /** What an action would do now. @throws ActionError */
  plan(request: PlanRequest, caller: Caller): Promise<Plan>;
  /** Begins an action, or asks for a second person; the same key and request answer the same one. @throws ActionError when nothing was sent */
  begin(request: StartRequest, caller: Caller, key: string): Promise<BegunAction>;
  /** Keeps in the audit log that somebody without the permission wanted this. Never throws. */
  refused(request: PlanRequest, caller: Caller): Promise<void>;
  /** One action as far as it is; null when there is none of that id. */
  find(id: string): Promise<Action | null>;
}

/** Where an admin puts a registry in force that is held for the cells it would lose. */
export interface RegistryDesk {
  /** Keeps the confirmation for whoever reads the registry. @throws ActionError when it is not kept */
  confirm(pair: RegistryPair, caller: Caller): Promise<{ id: string }>;
  /** Keeps in the audit log that somebody without the permission wanted this. Never throws. */
  refused(pair: RegistryPair, caller: Caller): Promise<void>;
}

/** Costs as they were asked for, built and compressed once for all viewers. */
export interface CostAnswer {
  view: CostsView;
  published(): Promise<Published>;
}

/** What cells cost. Reading it never makes a call to AWS: costs are fetched by their own schedule, and kept in the store. */
export interface CostBook {
  /** Changes with every fetch, registry and day of traffic, and when a release has come to more cells. */
  readonly version: string;
  /** The last figures, however old; null before the first fetch. */
  known(): KnownCosts | null;
  /** Why there is nothing yet, or nothing newer; null when the last fetch succeeded. */
  failure(): CostFailure | null;
  /** Epoch ms of the next fetch; null while none is planned, as where the registry names no management account. */
  nextFetch(): number | null;
  /** What is asked of the figures; the same answer for all who ask the same until they change. */
  answer(known: KnownCosts, ask: CostAsk): Promise<Parsed<CostAnswer>>;
  ownBill(): OwnBill;
}

/** What was done, read only. */
export type AuditLog = Pick<Store, 'searchAudit' | 'chainHead'>;

/** Whether a session holds. `confirmed`: the store was heard of in the last seconds; without it, nothing is started. */
export type SessionStanding = { state: 'holds'; confirmed: boolean } | { state: 'over'; why: SessionOver };

/** Who is signed in. What another replica wrote is known a second later. */
export interface SessionDesk {
  /** Keeps a session that begins. @param replaces the one that the same browser had @throws StoreError: then nobody is signed in */
  begin(record: SessionRecord, replaces: string | null): Promise<void>;
  /** How a session stands; one that holds counts as seen. While the store is down, what is known holds. */
  use(id: string): Promise<SessionStanding>;
  /** One that is known, over or not. */
  find(id: string): SessionRecord | null;
  /** All that are not over. */
  list(): SessionRecord[];
  /** Ends the session of somebody who signs out. Never throws: the store hears of it as soon as it can. */
  signOut(id: string): Promise<void>;
  /** Ends sessions of somebody at work in another one. @throws StoreError */
  endElsewhere(ids: readonly string[]): Promise<void>;
  /** All of the last day, over or not. */
  known(): SessionRecord[];
  /** Ends all sessions of a person, written to the audit log before and after; answers how many there were. @throws StoreError */
  revoke(person: SessionRecord['person'], caller: Caller, reason: string): Promise<number>;
  /** Calls back once a session was ended; answers the function that ends the watch. */
  watch(id: string, onOver: () => void): () => void;
}

/** Why there is no picture, for the pages and /api/ready. */
export interface Readiness {
  storeMigrated: boolean;
  registryKnown: boolean;
  /** For a person: what is wrong and what to do; empty when ready. */
  problems: readonly { code: string; title: string; detail: string; fix?: string }[];
}

/** The one object that pages and routes reach through globalThis; made at start by lib/runtime.ts. */
export interface Runtime {
  /** Random per process start; first half of every version. */
  boot: string;
  env: Env;
  /** Who has which role, as it is in force now. */
  readonly accessPolicy: AccessPolicy;
  sessions: SessionDesk;
  clock: Clock;
  store: Store | null;
  feed: FleetFeed;
  rollouts: RolloutsFeed;
  /** One cell; null when the registry has no such cell. Long ranges are read on demand, single-flight, cached. */
  cell(name: string, range: CellRange): Promise<CellView | null>;
  actions: ActionDesk;
  registry: RegistryDesk;
  glass: GlassDesk;
  costs: CostBook;
  /** Null without a store. */
  audit: AuditLog | null;
  readiness(): Readiness;
  /** Prometheus text. */
  metricsText(): string;
  stop(): Promise<void>;
}
