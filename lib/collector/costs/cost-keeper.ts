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
import { replacedBy } from './fetch-costs.ts';
import { factsWith, type KeptCosts, loadCosts } from './kept-costs.ts';
import { readAll } from './read-all.ts';
import { readDailyTraffic } from './read-daily-traffic.ts';
import { mergeTraffic, toTrafficRecords } from './traffic-records.ts';

const HOUR_MS = 3_600_000;
/** Failed requests are free; who puts a permission right waits no longer than this. */
const RETRY_MS = HOUR_MS;
/** A fetch of a very large organization takes minutes; whoever crashed in one gives it up after this. */
const CLAIM_MS = HOUR_MS;
/** Replicas that start together do not ask together. */
const JITTER = 0.02;
/** Kept by day: what pages compare (90 days with 90 before) and some more. */
const KEPT_DAYS = 200;
const KEPT_MONTHS = 38;
/** Cost Explorer answers here alone. */
const COST_REGION = 'us-east-1';
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
    if (this.#kept) void ownTurn().then(() => this.#know());
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
      .catch((error) => this.#options.log.error('costs could not be kept', { error }))
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
    if (!this.#loaded || state.fetchedAt !== (this.#kept?.fetchedAt ?? null)) await this.#load(state, registry);
    if (registry.organization.managementAccountId === null) {
      this.nextFetch = null;
      return;
    }
    this.nextFetch = Math.max(state.fetchedAt === null ? clock.now() : state.fetchedAt + this.#everyMs, this.#retryAt);
    if (clock.now() < this.nextFetch) return;
    if (!(await store.claimCosts(holder, clock.now(), clock.now() + CLAIM_MS, state.fetchedAt))) return;
    try {
      await this.#fetch(registry, state);
    } catch (error) {
      await store.releaseCosts(holder);
      if (!this.#stopping.signal.aborted) this.#fail(error, registry);
    }
  }

  async #fetch(registry: Registry, state: CostState): Promise<void> {
    const { aws, clock, store, holder, againAfterMs } = this.#options;
    const now = clock.now();
    const { signal } = this.#stopping;
    const asked = JSON.stringify([costQueries(registry), componentQuery(registry)]);
    const before = this.#kept?.notes ?? null;
    // Charges that were asked for differently do not add up with those to come: all is read anew.
    const plan = planFetch(now, before?.asked === asked ? state.fetchedAt : null);
    const read = await readAll({
      aws,
      reader: readerOf(registry),
      registry,
      plan,
      asked,
      before,
      signal,
      ...(againAfterMs && { againAfterMs }),
    });
    for (let at = 0; at < read.records.length; at += STAGED_TOGETHER) {
      await ownTurn();
      await store.stageCosts(now, read.records.slice(at, at + STAGED_TOGETHER));
    }
    await ownTurn();
    await store.saveCosts(holder, { fetchedAt: now, body: JSON.stringify(read.notes) }, replacedBy(plan));
    this.#retryAt = 0;
    this.nextFetch = now + this.#everyMs;
    this.failure = read.failure && toCostFailure(read.failure, this.failure?.since ?? now);
    await this.#load(await store.costState(), registry);
    await this.#readTraffic(registry, now);
    await this.#forget(now);
  }

  /** Traffic of the days before, that the cost of a request can be told. */
  async #readTraffic(registry: Registry, now: number): Promise<void> {
    const { aws, home, store, log } = this.#options;
    const kept = this.#kept;
    if (!kept) return;
    const { traffic, failure } = await readDailyTraffic({ aws, registry, home, now, known: kept.facts.traffic });
    if (failure) log.warn('daily traffic could not be read everywhere', { error: failure });
    const days = new Set([...traffic.values()].flatMap((of) => of.map(({ day }) => day)));
    if (days.size === 0) return;
    const merged = mergeTraffic(kept.facts.traffic, traffic);
    await store.saveTraffic(toTrafficRecords(merged, days));
    this.#kept = { ...kept, facts: { ...kept.facts, traffic: merged } };
    await ownTurn();
    this.#know();
  }

  async #forget(now: number): Promise<void> {
    const { store } = this.#options;
    const day = dayText(dayOf(now) - KEPT_DAYS);
    const month = monthText(monthOf(dayOf(now)) - KEPT_MONTHS);
    for (const ledger of ['days', 'component-days', 'traffic'] as const) await store.forgetCostRecords(ledger, day);
    for (const ledger of ['months', 'component-months'] as const) await store.forgetCostRecords(ledger, month);
  }

  async #load(state: CostState, registry: Registry): Promise<void> {
    this.#kept = await loadCosts(this.#options.store, state, registry.organization.componentTag);
    this.#loaded = true;
    await ownTurn();
    this.#know();
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
    // What was read and could not be kept has been paid for: that is not repeated by the hour.
    this.#retryAt = now + (error instanceof AwsFailure ? RETRY_MS : this.#everyMs);
    this.nextFetch = this.#retryAt;
    this.#know();
  }
}

function unkept({ organization }: Registry, since: number): CostFailure {
  const message = 'Costs were read, but could not be kept in the store: look at the log of Cellwatch and at its disk.';
  return { code: 'service-error', message, accountId: organization.managementAccountId, region: COST_REGION, since };
}

function readerOf({ organization, roles }: Registry): Reader {
  const role = roles.costs === null ? null : { name: roles.costs, externalId: roles.externalId };
  return { accountId: organization.managementAccountId, region: COST_REGION, role };
}
