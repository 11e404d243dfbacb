import { type Day, type Month, parseDay, parseMonth } from './calendar.ts';
import type { CostLine, CostMetric, CostTag, RecordKind } from './cost-line.ts';
import { type Money, parseMoney } from './money.ts';
import { kindOf } from './record-kind.ts';

/** Amounts of a slot stand side by side in this order. */
const PLACE: Readonly<Record<CostMetric, number>> = { unblended: 0, amortized: 1, 'net-amortized': 2 };
const WIDTH = 3;

/** All amounts of one account (or tag), service and kind, slot by slot. */
export class CostSeries {
  readonly accountId: string;
  readonly tag: CostTag | null;
  readonly service: string;
  readonly kind: RecordKind;
  /** Index of the first slot. */
  #from = 0;
  #amounts = new BigInt64Array(0);

  constructor({ accountId, tag, service }: CostLine, kind: RecordKind) {
    this.accountId = accountId;
    this.tag = tag;
    this.service = service;
    this.kind = kind;
  }

  /** Sum from index `from` to `to`, both included. */
  sum(metric: CostMetric, from: number, to: number): Money {
    const first = Math.max(0, from - this.#from) * WIDTH + PLACE[metric];
    const end = Math.min(this.#amounts.length, (to - this.#from + 1) * WIDTH);
    let sum = 0n;
    for (let i = first; i < end; i += WIDTH) sum = BigInt.asIntN(64, sum + (this.#amounts[i] as bigint));
    return sum;
  }

  /** The first index from `from` to `to`, both included, with an amount; null when there is none. */
  firstWith(metric: CostMetric, from: number, to: number): number | null {
    const end = Math.min(to, this.#from + this.#amounts.length / WIDTH - 1);
    for (let index = Math.max(from, this.#from); index <= end; index++) {
      if (this.#amounts[(index - this.#from) * WIDTH + PLACE[metric]] !== 0n) return index;
    }
    return null;
  }

  /** Adds its amounts from index `from` on to the slots of `into`. */
  addTo(into: BigInt64Array, metric: CostMetric, from: number): void {
    const start = Math.max(from, this.#from);
    const end = Math.min(from + into.length, this.#from + this.#amounts.length / WIDTH);
    const place = PLACE[metric] - this.#from * WIDTH;
    for (let i = start; i < end; i++) {
      into[i - from] = BigInt.asIntN(64, (into[i - from] as bigint) + (this.#amounts[i * WIDTH + place] as bigint));
    }
  }

  /** The same as floats, in units of the currency: for statistics alone. Big integers would be made one by one. */
  addNumbersTo(into: Float64Array, metric: CostMetric, from: number): void {
    const start = Math.max(from, this.#from);
    const end = Math.min(from + into.length, this.#from + this.#amounts.length / WIDTH);
    const low = new Uint32Array(this.#amounts.buffer);
    const high = new Int32Array(this.#amounts.buffer);
    for (let i = start; i < end; i++) {
      const at = ((i - this.#from) * WIDTH + PLACE[metric]) * 2;
      into[i - from] = (into[i - from] as number) + ((high[at + 1] as number) * 2 ** 32 + (low[at] as number)) / 1e10;
    }
  }

  add(index: number, amounts: Readonly<Record<CostMetric, Money>>): void {
    this.#reach(index);
    const slot = (index - this.#from) * WIDTH;
    for (const [metric, amount] of Object.entries(amounts)) {
      const at = slot + PLACE[metric as CostMetric];
      this.#amounts[at] = (this.#amounts[at] as bigint) + amount;
    }
  }

  clear(from: number, to: number): void {
    const end = Math.max(0, to - this.#from + 1) * WIDTH;
    this.#amounts.fill(0n, Math.max(0, from - this.#from) * WIDTH, end);
  }

  /** Makes room for an index; what grows, grows by half, as days come one by one. */
  #reach(index: number): void {
    const slots = this.#amounts.length / WIDTH;
    if (slots > 0 && index >= this.#from && index < this.#from + slots) return;
    const from = slots === 0 ? index : Math.min(this.#from, index);
    const last = Math.max(index, this.#from + slots - 1);
    const room = slots === 0 ? 31 : index < this.#from ? last - from + 1 : Math.max(last - from + 1, Math.ceil(slots * 1.5));
    const grown = new BigInt64Array(room * WIDTH);
    if (slots > 0) grown.set(this.#amounts, (this.#from - from) * WIDTH);
    this.#from = from;
    this.#amounts = grown;
  }
}

/** Cost lines held compactly: a series for each account, tag, service and kind. An index is a day, or a month. */
export class CostLedger {
  readonly step: 'day' | 'month';
  /** First and last index that were fetched, with figures or without; null while empty. */
  #covered: { first: number; last: number } | null = null;
  readonly #series = new Map<string, CostSeries>();

  constructor(step: 'day' | 'month') {
    this.step = step;
  }

  get covered(): { first: Day | Month; last: Day | Month } | null {
    return this.#covered;
  }

  get series(): Iterable<CostSeries> {
    return this.#series.values();
  }

  /** Puts what was fetched of a stretch (both ends included) in place of what was known of it. Throws on a line outside of it. */
  replace(from: number, to: number, lines: Iterable<CostLine>): void {
    for (const series of this.#series.values()) series.clear(from, to);
    const indexes = new Map<string, number>();
    for (const line of lines) {
      let index = indexes.get(line.period);
      if (index === undefined) {
        index = this.#indexOf(line.period, from, to);
        indexes.set(line.period, index);
      }
      this.#add(line, index);
    }
    const before = this.#covered;
    this.#covered = before ? { first: Math.min(before.first, from), last: Math.max(before.last, to) } : { first: from, last: to };
  }

  #indexOf(period: string, from: number, to: number): number {
    const index = this.step === 'day' ? parseDay(period) : parseMonth(period);
    if (index === null || index < from || index > to) throw new RangeError(`a cost line of "${period}" is not of what was fetched`);
    return index;
  }

  #add(line: CostLine, index: number): void {
    const kind = kindOf(line);
    const key = `${line.accountId}\n${line.tag ? `${line.tag.key}\n${line.tag.value}` : ''}\n${line.service}\n${kind}`;
    let series = this.#series.get(key);
    if (!series) {
      series = new CostSeries(line, kind);
      this.#series.set(key, series);
    }
    series.add(index, {
      unblended: parseMoney(line.unblended),
      amortized: parseMoney(line.amortized),
      'net-amortized': parseMoney(line.netAmortized),
    });
  }
}
