import type { Clock } from '#lib/clock.ts';
import type { Money } from '#lib/domain/cost/money.ts';
import { type Pace, paceReads } from '#lib/domain/cost/pace-reads.ts';
import { UNIT_PRICES } from '#lib/domain/cost/price-class.ts';

/** Whoever opened a page looks for so long, even without an event stream. */
const LOOKS_FOR_MS = 2 * 60_000;
/** Page loads come by the hundred: they are noticed so often. */
const NOTICED_EVERY_MS = 1_000;
/** Hourly sums of requests and errors, a day: each hour again, and a fetch of costs with its daily sums. */
const HOURLY_ROUNDS_A_DAY = 24;

/** What decides about the pace, at a moment. */
interface PaceWatch {
  /** Open event streams. */
  viewers(): number;
  /** True while nothing moves and nothing is sick, as far as has been judged. */
  calm(): boolean;
  /** How many metrics and accounts with alarms a round reads. */
  metrics(): number;
  accounts(): number;
  /** A month's limit and what it has come to; null without a limit. */
  budget(): { limit: Money; spent: Money } | null;
}

/** Decides how often metrics and alarms are read, from who looks, what goes on and what the budget leaves. */
export class PaceKeeper {
  pace: Pace;
  readonly #clock: Clock;
  readonly #refreshMs: number;
  readonly #idleMs: number;
  readonly #watch: PaceWatch;
  readonly #onChange: (pace: Pace) => void;
  #lookedAt = Number.NEGATIVE_INFINITY;

  constructor(given: { clock: Clock; refreshMs: number; idleMs: number; watch: PaceWatch; onChange: (pace: Pace) => void }) {
    this.#clock = given.clock;
    this.#refreshMs = given.refreshMs;
    this.#idleMs = given.idleMs;
    this.#watch = given.watch;
    this.#onChange = given.onChange;
    this.pace = { metricsMs: given.refreshMs, alarmsMs: given.refreshMs, slowed: [], note: null };
  }

  /** Somebody looks: what is read slowly for want of anybody is read at once. */
  noticed(): void {
    const now = this.#clock.now();
    const before = this.#lookedAt;
    this.#lookedAt = now;
    if (now - before >= NOTICED_EVERY_MS) this.decide();
  }

  decide(): void {
    const { viewers, calm, metrics, accounts, budget } = this.#watch;
    const now = this.#clock.now();
    const limited = budget();
    const round = { metrics: UNIT_PRICES.metrics * BigInt(metrics()), alarms: UNIT_PRICES.cloudwatch * BigInt(accounts()) };
    const pace = paceReads({
      now,
      refreshMs: this.#refreshMs,
      idleMs: this.#idleMs,
      idle: calm() && viewers() === 0 && now - this.#lookedAt > LOOKS_FOR_MS,
      budget: limited?.limit ?? null,
      spent: limited?.spent ?? 0n,
      round,
      otherADay: (round.metrics / 2n) * BigInt(HOURLY_ROUNDS_A_DAY),
    });
    const before = this.pace;
    this.pace = pace;
    if (before.metricsMs !== pace.metricsMs || before.alarmsMs !== pace.alarmsMs) this.#onChange(pace);
  }
}
