import type { Log } from '#lib/log.ts';
import type { Round } from './read-metrics.ts';

/** How far a throttled loop slows down: under three intervals, beyond which facts are stale and the accounts that answer would suffer too. */
const SLOWEST = 2;
const JITTER = 0.05;

/** Runs one kind of reading again and again: never twice at once, slower while AWS throttles, through any error. */
export class Loop {
  readonly #name: string;
  #intervalMs: number;
  readonly #work: () => Promise<Round>;
  readonly #log: Log;
  #timer: NodeJS.Timeout | null = null;
  #running = false;
  #again = false;
  #stopped = false;
  /** How many times slower than asked for. */
  #slowness = 1;
  /** Epoch ms (monotonic) at which the last run began. */
  #began = Number.NEGATIVE_INFINITY;
  lastMs = 0;

  constructor(name: string, intervalMs: number, work: () => Promise<Round>, log: Log) {
    this.#name = name;
    this.#intervalMs = intervalMs;
    this.#work = work;
    this.#log = log;
  }

  /** Runs now, or right after the run that is under way. */
  hasten(): void {
    if (this.#stopped) return;
    if (this.#running) {
      this.#again = true;
      return;
    }
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    void this.#run();
  }

  /** Runs at another interval from now on; when by that it is due already, at once. Does not start a loop that has not run yet. */
  pace(intervalMs: number): void {
    if (intervalMs === this.#intervalMs) return;
    this.#intervalMs = intervalMs;
    if (!this.#timer || this.#stopped) return;
    clearTimeout(this.#timer);
    this.#wait(Math.max(0, this.#began + intervalMs * this.#slowness - performance.now()));
  }

  /** After `stop`: may run again, once it is hastened. */
  allow(): void {
    this.#stopped = false;
  }

  stop(): void {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  async #run(): Promise<void> {
    this.#running = true;
    const started = performance.now();
    this.#began = started;
    try {
      const { throttled } = await this.#work();
      this.#slowness = throttled ? Math.min(SLOWEST, this.#slowness * 2) : Math.max(1, this.#slowness / 2);
    } catch (error) {
      if (!this.#stopped) this.#log.error(`${this.#name}: a refresh failed unexpectedly`, { error });
    }
    this.#running = false;
    this.lastMs = performance.now() - started;
    if (this.#stopped) return;
    const jitter = 1 + (Math.random() - 0.5) * 2 * JITTER;
    const wait = this.#again ? 0 : Math.max(250, this.#intervalMs * this.#slowness * jitter - this.lastMs);
    this.#again = false;
    this.#wait(wait);
  }

  #wait(ms: number): void {
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.#run();
    }, ms);
  }
}
