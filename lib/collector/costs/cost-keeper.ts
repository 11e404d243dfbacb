import { namedRole } from '#lib/aws/assumed-role.ts';
import type { Aws, Reader } from '#lib/aws/aws.ts';
import { AwsFailure } from '#lib/aws/classify-failure.ts';
import type { Clock } from '#lib/clock.ts';
import { dayOf, dayText, monthOf, monthText } from '#lib/domain/cost/calendar.ts';
import type { CostFailure } from '#lib/domain/cost/cost-facts.ts';
import { componentQuery, costQueries } from '#lib/domain/cost/cost-queries.ts';
import { planFetch } from '#lib/domain/cost/fetch-plan.ts';
import { type KnownCosts, knowCosts } from '#lib/domain/cost/known-costs.ts';
import { FAILURE_CODES, type ReadState } from '#lib/domain/facts.ts';
import type { Registry } from '#lib/domain/registry/registry.ts';
import type { Log } from '#lib/log.ts';
import { toCostFailure } from '#lib/sources/cost-explorer/to-cost-failure.ts';
import type { CostState, CostStore } from '#lib/store/store.ts';
import { ownTurn } from '#lib/turns.ts';
import { COST_REGION, unkept, unreadable } from './cost-failures.ts';
import { replacedBy } from './fetch-costs.ts';
import { keepDailyTraffic } from './keep-daily-traffic.ts';
import { factsWith, type KeptCosts, loadCosts } from './kept-costs.ts';
import { readAll } from './read-all.ts';

const HOUR_MS = 3_600_000;
/** A fetch that failed before anything was answered was free; who puts a permission right waits no longer than this. */
const RETRY_MS = HOUR_MS;
/** A fetch of a very large organization takes minutes; whoever crashed in one gives it up after this. */
const CLAIM_MS = HOUR_MS;
/** Replicas that start together do not ask together. */
const JITTER = 0.02;
/** Kept by day: what pages compare (90 days with 90 before) and some more. */
const KEPT_DAYS = 200;
const KEPT_MONTHS = 38;
/** A record may be half a megabyte, and the store writes while the event loop waits. */
const STAGED_TOGETHER = 4;
const TICK_MS = 60_000;

export interface CostKeeperOptions {
  aws: Aws;
  clock: Clock;
  store: CostStore;
  log: Log;
  /** The Region of cells outside AWS. */
  home: string;
  refreshHours: number;
  /** Tells this process from others that use the same store. */
  holder: string;
  /** 0 to 1. */
  random?: () => number;
  /** Waits before a page is asked for again. */
  againAfterMs?: readonly number[];
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
  /** Pages of the fetch under way that were answered: each is paid for. */
  #paid = 0;
  readonly #stopping = new AbortController();
  #retryAt = 0;
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
    if (registry.organization.managementAccountId === null) {
      this.nextFetch = null;
      return;
    }
    this.nextFetch = Math.max(state.fetchedAt === null ? clock.now() : state.fetchedAt + this.#everyMs, this.#retryAt);
    if (clock.now() < this.nextFetch) return;
    if (!(await store.claimCosts(holder, clock.now(), clock.now() + CLAIM_MS, state.fetchedAt))) return;
    const now = clock.now();
    this.#paid = 0;
    try {
      await this.#fetch(registry, state, now);
    } catch (error) {
      if (!this.#stopping.signal.aborted) this.#fail(error, registry);
      await store.releaseCosts(holder);
      return;
    }
    // From here on all is kept: what can't be loaded now is loaded in a minute, and nothing is paid for again.
    await this.#load(await store.costState(), registry);
    await this.#forget(now);
  }

  /** Another has fetched: what failed here is over. */
  #forgive(): void {
    this.failure = null;
    this.#retryAt = 0;
  }

  async #fetch(registry: Registry, state: CostState, now: number): Promise<void> {
    const { aws, store, holder, againAfterMs } = this.#options;
    const { signal } = this.#stopping;
    const asked = JSON.stringify([costQueries(registry), componentQuery(registry)]);
    const before = this.#kept?.notes ?? null;
    // Charges that were asked for differently, or can't be read, do not add up with those to come: all is read anew.
    const plan = planFetch(now, before?.asked === asked && !this.#unreadable ? state.fetchedAt : null);
    const read = await readAll({
      aws,
      reader: readerOf(registry),
      registry,
      plan,
      asked,
      before,
      keptThrough: this.#kept?.facts.fetch.throughDay ?? null,
      onPaid: () => {
        this.#paid++;
      },
      signal,
      ...(againAfterMs && { againAfterMs }),
    });
    for (let at = 0; at < read.records.length; at += STAGED_TOGETHER) {
      await ownTurn();
      await store.stageCosts(now, read.records.slice(at, at + STAGED_TOGETHER));
    }
    // Before the fetch is in force: whoever notices it loads its traffic too.
    if (!signal.aborted) await keepDailyTraffic(this.#options, registry, this.#kept?.facts.traffic ?? new Map(), now);
    await ownTurn();
    await store.saveCosts(holder, { fetchedAt: now, body: JSON.stringify(read.notes) }, replacedBy(plan));
    this.#retryAt = 0;
    this.nextFetch = now + this.#everyMs;
    this.failure = read.failure && toCostFailure(read.failure, this.failure?.since ?? now);
    this.#seen = now;
    this.#loaded = false;
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

  async #knowAnew(): Promise<void> {
    await ownTurn();
    try {
      this.#know();
    } catch (error) {
      this.#options.log.error('what is known of costs could not be attributed', { error });
    }
  }

  #know(): void {
    this.version++;
    this.known = this.#kept && this.#registry ? knowCosts(factsWith(this.#kept, this.failure), this.#registry) : null;
  }

  #fail(error: unknown, registry: Registry): void {
    const { clock, log } = this.#options;
    const now = clock.now();
    const found = error instanceof AwsFailure ? toCostFailure(error, now) : unkept(registry, now);
    if (!(error instanceof AwsFailure)) log.error('costs could not be kept', { error });
    this.failure = { ...found, since: this.failure?.code === found.code ? this.failure.since : now };
    // What was answered, or read and could not be kept, has been paid for: that is not repeated by the hour.
    this.#retryAt = now + (error instanceof AwsFailure && this.#paid === 0 ? RETRY_MS : this.#everyMs);
    this.nextFetch = this.#retryAt;
    this.#know();
  }
}

function readerOf(registry: Registry): Reader {
  return { accountId: registry.organization.managementAccountId, region: COST_REGION, role: namedRole(registry, 'costs') };
}
