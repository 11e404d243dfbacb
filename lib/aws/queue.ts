/** Lets calls through a few at a time and, where a rate is given, no faster than it. First come, first served. */
export class Queue {
  readonly #concurrency: number;
  readonly #perSecond: number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;
  /** Epoch ms (monotonic) at which the next call may start. */
  #next = 0;
  #timer: NodeJS.Timeout | null = null;

  /** @param perSecond calls a second; Infinity for no rate. */
  constructor(concurrency: number, perSecond = Number.POSITIVE_INFINITY) {
    this.#concurrency = concurrency;
    this.#perSecond = perSecond;
  }

  /** @param weight how many calls' worth of the rate this one takes. */
  async run<T>(work: () => Promise<T>, weight = 1): Promise<T> {
    await this.#turn(weight);
    try {
      return await work();
    } finally {
      this.#running--;
      this.#release();
    }
  }

  #turn(weight: number): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(() => {
        this.#running++;
        this.#next = Math.max(this.#next, performance.now()) + (weight * 1000) / this.#perSecond;
        resolve();
      });
      this.#release();
    });
  }

  #release(): void {
    while (this.#running < this.#concurrency && this.#waiting.length > 0) {
      const wait = this.#next - performance.now();
      if (wait > 0) {
        this.#timer ??= setTimeout(() => {
          this.#timer = null;
          this.#release();
        }, wait);
        return;
      }
      this.#waiting.shift()?.();
    }
  }
}
