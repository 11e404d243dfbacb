import type { Aws } from '#lib/aws/aws.ts';
import type { Clock } from '#lib/clock.ts';
import { askOfKnown } from '#lib/domain/cost/ask-of-known.ts';
import type { CostAsk } from '#lib/domain/cost/cost-ask.ts';
import type { CostFailure } from '#lib/domain/cost/cost-facts.ts';
import type { KnownCosts } from '#lib/domain/cost/known-costs.ts';
import { type Money, parseMoney } from '#lib/domain/cost/money.ts';
import type { OwnBill } from '#lib/domain/cost/own-bill.ts';
import type { Parsed } from '#lib/domain/cost/parsed.ts';
import type { ReadState } from '#lib/domain/facts.ts';
import type { Registry } from '#lib/domain/registry/registry.ts';
import type { ReleasePicture } from '#lib/domain/release/rollout.ts';
import type { Log } from '#lib/log.ts';
import type { CostAnswer, CostBook } from '#lib/runtime-contract.ts';
import type { Store } from '#lib/store/store.ts';
import { AnswerBook } from './answer-book.ts';
import { ArrivalBook } from './arrival-book.ts';
import { CostKeeper } from './cost-keeper.ts';
import { OwnBillKeeper } from './own-bill-keeper.ts';

/** Costs are told by day: a release that came is marked soon enough, and a rollout of hours does not build the view by the minute. */
const LOOK_EVERY_MS = 5 * 60_000;

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
  /** As CostKeeper takes it. */
  againAfterMs?: readonly number[];
  /** False where another replica fetches; what it fetched is taken over from the store. */
  mayFetch?: () => boolean;
}

/** All that is told of costs: the organization's, by their own schedule, and our own. Without a store nothing is fetched: it would be paid for again and again. */
export class CostDesk implements CostBook {
  readonly #options: CostDeskOptions;
  readonly #keeper: CostKeeper | null;
  readonly #ownBill: OwnBillKeeper;
  readonly #arrivals: ArrivalBook;
  readonly #answers: AnswerBook;
  readonly #budget: Money | null;
  #registry: Registry | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: CostDeskOptions) {
    this.#options = options;
    const { aws, clock, store, log, budgetUsd, boot: holder } = options;
    this.#keeper = store && new CostKeeper({ ...options, store, holder, onKnown: () => void this.#prepare() });
    this.#ownBill = new OwnBillKeeper({ meter: aws.meter, store, clock, log, budgetUsd });
    this.#arrivals = new ArrivalBook(store, clock);
    this.#answers = new AnswerBook(() => this.#arrivals.all);
    this.#budget = budgetUsd === null ? null : parseMoney(String(budgetUsd));
  }

  get version(): string {
    return `${this.#options.boot}-c${this.#keeper?.version ?? 0}r${this.#arrivals.version}`;
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

  answer(known: KnownCosts, ask: CostAsk): Promise<Parsed<CostAnswer>> {
    return this.#answers.answer(this.version, known, ask);
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
    this.#timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#keeper?.stop();
    await this.#keepArrivals();
    await this.#ownBill.stop();
  }

  /** Fetches what is due. Never throws. */
  async refresh(): Promise<void> {
    await this.#keeper?.tick();
    await this.look();
  }

  /** Takes in what has come meanwhile: releases, and a new day. Never throws. */
  async look(): Promise<void> {
    await this.#keepArrivals();
    await this.#prepare();
  }

  /** Builds what the page shows at first: nobody waits for it who looks. */
  async #prepare(): Promise<void> {
    const known = this.known();
    if (!known) return;
    try {
      const ask = askOfKnown(known, {}, this.#options.clock.now());
      const answer = ask.ok ? await this.answer(known, ask.value) : ask;
      if (answer.ok) await answer.value.published();
    } catch (error) {
      this.#options.log.error('costs could not be shown', { error });
    }
  }

  async #keepArrivals(): Promise<void> {
    this.#arrivals.takeIn(this.#options.releases(), this.#registry);
    if (this.#options.mayFetch?.() === false) return;
    await this.#arrivals.save().catch((error) => this.#options.log.error('arrivals of releases were not kept', { error }));
  }
}
