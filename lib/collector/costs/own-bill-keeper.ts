import type { Meter } from '#lib/aws/meter.ts';
import type { Clock } from '#lib/clock.ts';
import { buildOwnBill, type OwnCalls, priceOf } from '#lib/domain/cost/build-own-bill.ts';
import { dayOf, dayText, firstDayOf, monthOf, monthText } from '#lib/domain/cost/calendar.ts';
import type { Money } from '#lib/domain/cost/money.ts';
import type { OwnBill } from '#lib/domain/cost/own-bill.ts';
import type { Log } from '#lib/log.ts';
import type { CostStore } from '#lib/store/store.ts';

const SAVE_EVERY_MS = 60_000;
/** A projection looks back so far, over the turn of a month. */
const LOOK_BACK_DAYS = 7;

/** What Cellwatch's own calls come to, a day and price class each, over restarts. */
export class OwnBillKeeper {
  readonly #meter: Meter;
  readonly #store: Pick<CostStore, 'addOwnCalls' | 'ownCalls'> | null;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #budgetUsd: number | null;
  /** All that counts, by day and class. */
  #calls = new Map<string, OwnCalls>();
  /** Of it, what the store does not have yet. */
  #unsaved = new Map<string, OwnCalls>();
  #saving: Promise<void> | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(given: { meter: Meter; store: CostStore | null; clock: Clock; log: Log; budgetUsd: number | null }) {
    this.#meter = given.meter;
    this.#store = given.store;
    this.#clock = given.clock;
    this.#log = given.log;
    this.#budgetUsd = given.budgetUsd;
  }

  /** Loads what earlier runs counted. @throws StoreError */
  async restore(): Promise<void> {
    this.#calls = await this.#kept();
    // What was counted and is not in the store yet.
    for (const call of this.#unsaved.values()) add(this.#calls, call);
  }

  async #kept(): Promise<Map<string, OwnCalls>> {
    const calls = new Map<string, OwnCalls>();
    const today = dayOf(this.#clock.now());
    const since = dayText(Math.min(firstDayOf(monthOf(today)), today - LOOK_BACK_DAYS));
    for (const call of (await this.#store?.ownCalls(since)) ?? []) add(calls, call);
    return calls;
  }

  start(): void {
    this.#timer = setInterval(() => void this.save(), SAVE_EVERY_MS);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#saving;
    await this.save();
  }

  bill(slowed: readonly string[]): OwnBill {
    this.#collect();
    return buildOwnBill([...this.#calls.values()], this.#clock.now(), this.#budgetUsd, slowed);
  }

  /** What this month's calls cost so far. */
  get spent(): Money {
    this.#collect();
    const month = monthText(monthOf(dayOf(this.#clock.now())));
    let sum = 0n;
    for (const { day, priceClass, units } of this.#calls.values()) if (day.startsWith(month)) sum += priceOf(priceClass, units);
    return sum;
  }

  /** Writes what was counted; what can't be written stays for the next time. Never throws. */
  save(): Promise<void> {
    this.#saving ??= this.#write().finally(() => {
      this.#saving = null;
    });
    return this.#saving;
  }

  async #write(): Promise<void> {
    this.#collect();
    const unsaved = this.#unsaved;
    if (!this.#store || unsaved.size === 0) return;
    this.#unsaved = new Map();
    try {
      await this.#store.addOwnCalls([...unsaved.values()]);
    } catch (error) {
      for (const call of this.#unsaved.values()) add(unsaved, call);
      this.#unsaved = unsaved;
      this.#log.error('our own calls were not counted in the store yet', { error });
      return;
    }
    // Other processes count in the same store: all of it is the bill.
    await this.restore().catch((error) => this.#log.error('our own calls could not be read from the store', { error }));
  }

  #collect(): void {
    const since = this.#clock.now();
    const day = dayText(dayOf(since));
    for (const [priceClass, units] of this.#meter.collect()) {
      const call = { day, priceClass, units, since };
      add(this.#calls, call);
      add(this.#unsaved, call);
    }
  }
}

function add(calls: Map<string, OwnCalls>, call: OwnCalls): void {
  const key = `${call.day} ${call.priceClass}`;
  const before = calls.get(key);
  calls.set(key, before ? { ...before, units: before.units + call.units } : call);
}
