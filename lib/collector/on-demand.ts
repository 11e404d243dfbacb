const ENTRIES_KEPT = 1_000;
/** A read that failed is tried again after this time, however many look. */
const FAILURE_KEPT_MS = 30_000;

/** So many reads a minute, whoever asks for them. */
export class ReadBudget {
  readonly #perMinute: number;
  #spent: { at: number; reads: number }[] = [];

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** False, and nothing taken, when this minute's reads do not suffice. */
  take(reads: number): boolean {
    const now = performance.now();
    this.#spent = this.#spent.filter(({ at }) => now - at < 60_000);
    const spent = this.#spent.reduce((sum, one) => sum + one.reads, 0);
    if (spent + reads > this.#perMinute) return false;
    this.#spent.push({ at: now, reads });
    return true;
  }
}

interface Entry<T> {
  stamp: string | number;
  value: Promise<T>;
  /** Monotonic ms at which the read failed; null while it runs or when it went well. */
  failedAt: number | null;
}

/** How one thing is read. Both get the last value that was read well, null before the first; neither rejects. */
interface Reading<T> {
  /** Reads it costs. */
  reads: number;
  fetch(before: T | null): Promise<T>;
  /** What is answered when the budget is spent. */
  refuse(before: T | null): T;
}

/** Things read when somebody looks: one read a key until its stamp moves on, however many look, within a budget. */
export class OnDemand<T> {
  readonly #budget: ReadBudget;
  readonly #failed: (value: T) => boolean;
  readonly #entries = new Map<string, Entry<T>>();
  readonly #good = new Map<string, T>();

  constructor(budget: ReadBudget, failed: (value: T) => boolean) {
    this.#budget = budget;
    this.#failed = failed;
  }

  /** @param stamp of what would be read now: a new one makes the known value old */
  read(key: string, stamp: string | number, reading: Reading<T>): Promise<T> {
    const known = this.#entries.get(key);
    const again = known?.failedAt != null && performance.now() - known.failedAt > FAILURE_KEPT_MS;
    if (known?.stamp === stamp && !again) return known.value;
    const before = this.#good.get(key) ?? null;
    if (!this.#budget.take(reading.reads)) return Promise.resolve(reading.refuse(before));
    const entry: Entry<T> = { stamp, value: reading.fetch(before), failedAt: null };
    keep(this.#entries, key, entry);
    void entry.value.then((value) => {
      if (this.#failed(value)) entry.failedAt = performance.now();
      else keep(this.#good, key, value);
    });
    return entry.value;
  }
}

/** The newest stay. */
function keep<V>(map: Map<string, V>, key: string, value: V): void {
  map.delete(key);
  map.set(key, value);
  const oldest = map.size > ENTRIES_KEPT ? map.keys().next().value : undefined;
  if (oldest !== undefined) map.delete(oldest);
}
