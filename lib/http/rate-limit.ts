interface Bucket {
  left: number;
  /** Epoch ms of the last look. */
  at: number;
}

/** Forgets whoever asked longest ago beyond so many. */
const KEYS_KEPT = 10_000;

/** Lets each key do so much at once, and so much a second in the long run. */
export class RateLimit {
  readonly #burst: number;
  readonly #perSecond: number;
  readonly #buckets = new Map<string, Bucket>();

  constructor(options: { burst: number; perSecond: number }) {
    this.#burst = options.burst;
    this.#perSecond = options.perSecond;
  }

  /** Takes one turn; answers after how many whole seconds to come back where none is left, else 0. @param now epoch ms */
  take(key: string, now: number): number {
    const known = this.#buckets.get(key) ?? { left: this.#burst, at: now };
    // A clock that is set back gives nothing.
    const left = Math.min(this.#burst, known.left + (Math.max(0, now - known.at) / 1000) * this.#perSecond);
    this.#buckets.delete(key);
    this.#buckets.set(key, { left: left < 1 ? left : left - 1, at: now });
    const oldest = this.#buckets.size > KEYS_KEPT ? this.#buckets.keys().next().value : undefined;
    if (oldest !== undefined) this.#buckets.delete(oldest);
    return left < 1 ? Math.ceil((1 - left) / this.#perSecond) : 0;
  }
}
