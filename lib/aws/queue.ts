/** Control is what a person waits for: it overtakes reads. What fills in the past gives way to both. */
export type Priority = 'control' | 'read' | 'background';

/** Control finds a place although every place is taken by reads that hang. */
const PLACES_FOR_CONTROL = 2;

/**
 * Lets calls through a few at a time and, where a rate is given, no faster than it. First come, first served within a priority.
 * Control takes of the rate, but does not wait for it: people wait, and they ask for little.
 */
export class Queue {
  readonly #concurrency: number;
  readonly #perSecond: number;
  readonly #waiting: Record<Priority, (() => void)[]> = { control: [], read: [], background: [] };
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
  async run<T>(work: () => Promise<T>, weight = 1, priority: Priority = 'read'): Promise<T> {
    await this.#turn(weight, priority);
    try {
      return await work();
    } finally {
      this.#running--;
      this.#release();
    }
  }

  #turn(weight: number, priority: Priority): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting[priority].push(() => {
        this.#running++;
        this.#next = Math.max(this.#next, performance.now()) + (weight * 1000) / this.#perSecond;
        resolve();
      });
      this.#release();
    });
  }

  #release(): void {
    for (let line = this.#line(); line; line = this.#line()) {
      const wait = this.#next - performance.now();
      if (wait > 0 && line !== this.#waiting.control) {
        this.#timer ??= setTimeout(() => {
          this.#timer = null;
          this.#release();
        }, wait);
        return;
      }
      line.shift()?.();
    }
  }

  /** Whose turn it is; null when nobody waits or no place is free. */
  #line(): (() => void)[] | null {
    const { control, read, background } = this.#waiting;
    if (control.length > 0 && this.#running < this.#concurrency + PLACES_FOR_CONTROL) return control;
    const line = read.length > 0 ? read : background;
    return line.length > 0 && this.#running < this.#concurrency ? line : null;
  }
}
