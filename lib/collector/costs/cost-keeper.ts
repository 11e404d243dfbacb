import { AwsFailure } from '#lib/aws/classify-failure.ts';
import { dayOf, dayText, monthOf, monthText } from '#lib/domain/cost/calendar.ts';
import type { CostFailure } from '#lib/domain/cost/cost-facts.ts';
import { type KnownCosts, knowCostsSteps } from '#lib/domain/cost/known-costs.ts';
import { FAILURE_CODES, type ReadState } from '#lib/domain/facts.ts';
import type { Registry } from '#lib/domain/registry/registry.ts';
import { toCostFailure } from '#lib/sources/cost-explorer/to-cost-failure.ts';
import type { CostState } from '#lib/store/store.ts';
import { inTurns } from '#lib/turns.ts';
import { unkept, unreadable } from './cost-failures.ts';
import { type FailedFetch, readFailed } from './failed-fetch.ts';
import { type Fetching, fetchAndKeep, whom } from './fetch-and-keep.ts';
import { factsWith, type KeptCosts, loadCosts } from './kept-costs.ts';
import { CLAIM_MS, PageBook } from './page-book.ts';

const HOUR_MS = 3_600_000;
/** A failed request is free, and what was answered is kept: who puts a permission right waits no longer than this. */
const RETRY_MS = HOUR_MS;
/** Replicas that start together do not ask together. */
const JITTER = 0.02;
/** Kept by day: what pages compare (90 days with 90 before) and some more. */
const KEPT_DAYS = 200;
const KEPT_MONTHS = 38;
const TICK_MS = 60_000;

export interface CostKeeperOptions extends Fetching {
  refreshHours: number;
  /** False where another replica fetches. */
  mayFetch?: () => boolean;
  /** Told when something else is known. */
  onKnown?: () => void;
  /** 0 to 1. */
  random?: () => number;
}

/**
 * Fetches costs by a schedule of its own, whoever looks: what was paid for is in the store, so a restart or another replica never
 * pays again. A fetch that fails leaves what is known as it is.
 */
export class CostKeeper {
  /** Counts what pages must notice: fetches, registries, days of traffic, failures. */
  version = 0;
  known: KnownCosts | null = null;
  failure: CostFailure | null = null;
  /** Epoch ms of the next fetch; null while none is planned. */
  nextFetch: number | null = null;
  readonly #options: CostKeeperOptions;
  readonly #everyMs: number;
  #registry: Registry | null = null;
  #kept: KeptCosts | null = null;
  #loaded = false;
  /** `fetchedAt` of what was loaded last, be it readable or not. */
  #seen: number | null = null;
  /** What the store keeps can't be read: nothing can be added to it. */
  #unreadable = false;
  readonly #stopping = new AbortController();
  #retryAt = 0;
  /** Counts judgements that were begun: the last one is right. */
  #judging = 0;
  #running: Promise<void> | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: CostKeeperOptions) {
    this.#options = options;
    this.#everyMs = options.refreshHours * HOUR_MS * (1 + JITTER * (options.random ?? Math.random)());
  }

  /** How the last fetch went, for the freshness bar; null where the registry says nothing of whose costs to read. */
  get read(): ReadState | null {
    if (!this.#registry?.organization.managementAccountId) return null;
    const { failure } = this;
    // What Cost Explorer alone answers stands in the message.
    const code = FAILURE_CODES.find((one) => one === failure?.code) ?? 'service-error';
    return { observedAt: this.#kept?.fetchedAt ?? null, intervalMs: this.#everyMs, failure: failure && { ...failure, code } };
  }

  /** Follows the registry; what is known is attributed anew. Nothing is fetched sooner for it. */
  follow(registry: Registry): void {
    // Of another tag other lines are loaded.
    if (this.#registry?.organization.componentTag !== registry.organization.componentTag) this.#loaded = false;
    // Another account or role may do what the one before could not.
    if (this.#registry && whom(this.#registry) !== whom(registry)) this.#retryAt = 0;
    this.#registry = registry;
    if (this.#kept) void this.#knowAnew();
    if (this.#timer) void this.tick();
  }

  start(): void {
    this.#timer = setInterval(() => void this.tick(), TICK_MS);
    this.#timer.unref();
    void this.tick();
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    this.#stopping.abort();
    await this.#running;
  }

  /** Fetches what is due, and takes over what another replica has fetched. Single-flight; never throws. */
  tick(): Promise<void> {
    this.#running ??= this.#once()
      .catch((error) => this.#options.log.error('what is known of costs could not be brought up to date', { error }))
      .finally(() => {
        this.#running = null;
      });
    return this.#running;
  }

  async #once(): Promise<void> {
    const registry = this.#registry;
    if (!registry) return;
    const { store, clock, holder } = this.#options;
    const state = await store.costState();
    const moved = state.fetchedAt !== this.#seen;
    if (!this.#loaded || moved) {
      if (moved) this.#forgive();
      await this.#load(state, registry);
    }
    await this.#heed(readFailed(state.failed), registry);
    if (registry.organization.managementAccountId === null) {
      this.nextFetch = null;
      return;
    }
    this.nextFetch = Math.max(state.fetchedAt === null ? clock.now() : state.fetchedAt + this.#everyMs, this.#retryAt);
    if (clock.now() < this.nextFetch || this.#options.mayFetch?.() === false) return;
    if (!(await store.claimCosts(holder, clock.now(), clock.now() + CLAIM_MS, state.fetchedAt))) return;
    const pages = new PageBook(store, holder, clock);
    try {
      await this.#fetch(registry, state, pages);
    } catch (error) {
      const failed = this.#stopping.signal.aborted ? null : await this.#fail(error, registry, pages.lost > 0);
      await store.releaseCosts(holder, failed ? JSON.stringify(failed) : undefined);
      return;
    }
    // From here on all is kept: what can't be loaded now is loaded in a minute, and nothing is paid for again.
    await this.#load(await store.costState(), registry);
    await this.#forget(clock.now());
  }

  async #fetch(registry: Registry, state: CostState, pages: PageBook): Promise<void> {
    const { clock } = this.#options;
    const { signal } = this.#stopping;
    const given = { registry, state, before: this.#kept, readable: !this.#unreadable, everyMs: this.#everyMs, signal };
    const { at, failure } = await fetchAndKeep(this.#options, given, pages);
    this.#retryAt = 0;
    this.nextFetch = at + this.#everyMs;
    this.failure = failure && toCostFailure(failure, this.failure?.since ?? clock.now());
    this.#seen = at;
    this.#loaded = false;
  }

  /** A fetch of another replica, or before a restart, failed: that is told here too, and not tried again sooner. */
  async #heed(failed: FailedFetch | null, registry: Registry): Promise<void> {
    if (!failed || failed.of !== whom(registry) || this.#unreadable) return;
    this.#retryAt = Math.max(this.#retryAt, failed.retryAt);
    const { code, since } = failed.failure;
    if (this.failure?.code === code && this.failure.since === since) return;
    this.failure = failed.failure;
    await this.#knowAnew();
  }

  /** Another has fetched: what failed here is over. */
  #forgive(): void {
    this.failure = null;
    this.#retryAt = 0;
  }

  async #forget(now: number): Promise<void> {
    const { store } = this.#options;
    const day = dayText(dayOf(now) - KEPT_DAYS);
    const month = monthText(monthOf(dayOf(now)) - KEPT_MONTHS);
    for (const ledger of ['days', 'component-days', 'traffic'] as const) await store.forgetCostRecords(ledger, day);
    for (const ledger of ['months', 'component-months'] as const) await store.forgetCostRecords(ledger, month);
  }

  /** Loads what is kept. What can't be read leaves what is known as it is, and is a failure until it is read anew. */
  async #load(state: CostState, registry: Registry): Promise<void> {
    const { store, clock, log } = this.#options;
    try {
      this.#kept = await loadCosts(store, state, registry.organization.componentTag);
      this.#unreadable = false;
    } catch (error) {
      // A store that can't be reached is asked again in a minute.
      if (error instanceof Error && error.name === 'StoreError') throw error;
      log.error('kept costs cannot be read', { error });
      this.#unreadable = true;
      this.failure = unreadable(registry, clock.now());
    }
    this.#seen = state.fetchedAt;
    this.#loaded = true;
    await this.#knowAnew();
  }

  /** Judges what is kept by the registry of now. What comes meanwhile is judged after it. */
  async #knowAnew(): Promise<void> {
    const turn = ++this.#judging;
    try {
      const kept = this.#kept;
      const registry = this.#registry;
      const known = kept && registry ? await inTurns(knowCostsSteps(factsWith(kept, this.failure), registry)) : null;
      if (turn !== this.#judging) return;
      this.known = known;
      this.version++;
      this.#options.onKnown?.();
    } catch (error) {
      this.#options.log.error('what is known of costs could not be attributed', { error });
    }
  }

  /** @param lost whether something was paid for that is not kept */
  async #fail(error: unknown, registry: Registry, lost: boolean): Promise<FailedFetch> {
    const { clock, log } = this.#options;
    const now = clock.now();
    const found = error instanceof AwsFailure ? toCostFailure(error, now) : unkept(registry, now);
    if (!(error instanceof AwsFailure)) log.error('costs could not be kept', { error });
    const failure = { ...found, since: this.failure?.code === found.code ? this.failure.since : now };
    this.failure = failure;
    // What is lost would be paid for again: that is not repeated by the hour.
    this.#retryAt = now + (error instanceof AwsFailure && !lost ? RETRY_MS : this.#everyMs);
    this.nextFetch = this.#retryAt;
    await this.#knowAnew();
    return { of: whom(registry), retryAt: this.#retryAt, failure };
  }
}
