import { priceOf } from '#lib/domain/cost/build-own-bill.ts';
import { moneyNumber } from '#lib/domain/cost/money.ts';
import { type CountedCall, type PriceClass, priceClassOf } from '#lib/domain/cost/price-class.ts';

/** What we have asked of AWS under one service and operation, since the start. */
export interface MeterRow {
  service: string;
  operation: string;
  /** Requests sent, retries included. */
  calls: number;
  errors: number;
  /** Metrics requested; only GetMetricData is priced by them. */
  metrics: number;
  /** Sum of the time calls took, ms, waiting for their turn excluded. */
  milliseconds: number;
  slowestMs: number;
  estimatedUsd: number;
}

/** Counts our own calls and what they are estimated to cost. */
export class Meter {
  readonly #rows = new Map<string, MeterRow>();
  #uncollected = new Map<PriceClass, number>();

  count(call: CountedCall & { milliseconds: number }): void {
    const key = `${call.service} ${call.operation}`;
    const row = this.#rows.get(key) ?? {
      service: call.service,
      operation: call.operation,
      calls: 0,
      errors: 0,
      metrics: 0,
      milliseconds: 0,
      slowestMs: 0,
      estimatedUsd: 0,
    };
    this.#rows.set(key, row);
    row.calls += call.attempts;
    row.errors += call.failed ? 1 : 0;
    row.metrics += call.metrics;
    row.milliseconds += call.milliseconds;
    row.slowestMs = Math.max(row.slowestMs, call.milliseconds);
    const { priceClass, units } = priceClassOf(call);
    row.estimatedUsd += moneyNumber(priceOf(priceClass, units));
    this.#uncollected.set(priceClass, (this.#uncollected.get(priceClass) ?? 0) + units);
  }

  rows(): readonly MeterRow[] {
    return [...this.#rows.values()];
  }

  /** Units by price class since this was asked last. */
  collect(): ReadonlyMap<PriceClass, number> {
    const collected = this.#uncollected;
    this.#uncollected = new Map();
    return collected;
  }
}
