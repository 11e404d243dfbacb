import type { Aws } from '#lib/aws/aws.ts';
import type { Clock } from '#lib/clock.ts';
import type { ReleaseArrival } from '#lib/domain/cost/around-release.ts';
import type { CostFailure } from '#lib/domain/cost/cost-facts.ts';
import type { KnownCosts } from '#lib/domain/cost/known-costs.ts';
import { type Money, parseMoney } from '#lib/domain/cost/money.ts';
import type { OwnBill } from '#lib/domain/cost/own-bill.ts';
import type { ReadState } from '#lib/domain/facts.ts';
import type { Registry } from '#lib/domain/registry/registry.ts';
import type { ReleasePicture } from '#lib/domain/release/rollout.ts';
import type { Log } from '#lib/log.ts';
import type { CostBook } from '#lib/runtime-contract.ts';
import type { Store } from '#lib/store/store.ts';
import { ArrivalBook } from './arrival-book.ts';
import { CostKeeper } from './cost-keeper.ts';
import { OwnBillKeeper } from './own-bill-keeper.ts';

const SAVE_ARRIVALS_EVERY_MS = 10 * 60_000;

export interface CostDeskOptions {
  boot: string;
  aws: Aws;
  clock: Clock;
  store: Store | null;
  log: Log;
  /** The Region of cells outside AWS. */
  home: string;
  refreshHours: number;
  /** A month's limit of our own bill; null without one. */
  budgetUsd: number | null;
  /** Where releases stand, and what is read less often for the budget. */
  releases: () => ReleasePicture | null;
  slowed: () => readonly string[];
}

/** All that is told of costs: the organization's, by their own schedule, and our own. Without a store nothing is fetched: it would be paid for again and again. */
export class CostDesk implements CostBook {
  readonly #options: CostDeskOptions;
  readonly #keeper: CostKeeper | null;
  readonly #ownBill: OwnBillKeeper;
  readonly #arrivals: ArrivalBook;
  readonly #budget: Money | null;
  #registry: Registry | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: CostDeskOptions) {
    this.#options = options;
    const { aws, clock, store, log, budgetUsd, boot: holder } = options;
    this.#keeper = store && new CostKeeper({ ...options, store, holder });
    this.#ownBill = new OwnBillKeeper({ meter: aws.meter, store, clock, log, budgetUsd });
    this.#arrivals = new ArrivalBook(store, clock);
    this.#budget = budgetUsd === null ? null : parseMoney(String(budgetUsd));
  }

  get version(): string {
    return `${this.#options.boot}-c${this.#keeper?.version ?? 0}`;
  }

  /** How costs were read last, for the freshness bar. */
  get read(): ReadState | null {
    return this.#keeper?.read ?? null;
  }

  /** A month's limit of our own bill, and what it has come to; null without a limit. */
  get budget(): { limit: Money; spent: Money } | null {
    return this.#budget === null ? null : { limit: this.#budget, spent: this.#ownBill.spent };
  }

  known(): KnownCosts | null {
    return this.#keeper?.known ?? null;
  }

  failure(): CostFailure | null {
    return this.#keeper?.failure ?? null;
  }

  nextFetch(): number | null {
    return this.#keeper?.nextFetch ?? null;
  }

  arrivals(): readonly ReleaseArrival[] {
    return this.#arrivals.all(this.#options.releases(), this.#registry);
  }

  ownBill(): OwnBill {
    return this.#ownBill.bill(this.#options.slowed());
  }

  follow(registry: Registry): void {
    this.#registry = registry;
    this.#keeper?.follow(registry);
  }

  /** Loads what earlier runs counted and saw. @throws StoreError */
  async restore(): Promise<void> {
    await this.#ownBill.restore();
    await this.#arrivals.restore();
  }

  start(): void {
    this.#keeper?.start();
    this.#ownBill.start();
    this.#timer = setInterval(() => void this.#saveArrivals(), SAVE_ARRIVALS_EVERY_MS);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#keeper?.stop();
    await this.#saveArrivals();
    await this.#ownBill.stop();
  }

  async #saveArrivals(): Promise<void> {
    this.arrivals();
    await this.#arrivals.save().catch((error) => this.#options.log.error('arrivals of releases were not kept', { error }));
  }
}
