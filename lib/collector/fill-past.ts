import type { Aws } from '#lib/aws/aws.ts';
import type { Clock } from '#lib/clock.ts';
import type { FactBook } from './fact-book.ts';
import { fillNewestGaps, readHours } from './read-metrics.ts';
import { isCounted } from './tracked-metric.ts';

const HOURLY_MS = 3_600_000;
/** Late points: the sums of an hour are read some minutes after its end. */
const AFTER_THE_HOUR_MS = 5 * 60_000;

/** Reads what is missing of the metrics' past. */
export class PastFiller {
  readonly #aws: Aws;
  readonly #clock: Clock;
  readonly #book: FactBook;
  readonly #onProgress: () => Promise<void>;
  #filling: Promise<void> | null = null;
  #hoursReadAt = -1;
  #stopped = false;

  /** @param onProgress told of each stretch that was read; the next is read when it is done */
  constructor(aws: Aws, clock: Clock, book: FactBook, onProgress: () => Promise<void>) {
    this.#aws = aws;
    this.#clock = clock;
    this.#book = book;
    this.#onProgress = onProgress;
  }

  /** Reads hourly sums, at most once an hour. */
  async hours(): Promise<void> {
    const { metrics, patience } = this.#book;
    const hour = Math.floor((this.#clock.now() - AFTER_THE_HOUR_MS) / HOURLY_MS);
    const fresh = metrics.some((metric) => metric.hoursTo === null && metric.coveredTo !== null && isCounted(metric.signal));
    if (hour === this.#hoursReadAt && !fresh) return;
    const due = hour === this.#hoursReadAt ? metrics.filter((metric) => metric.hoursTo === null) : metrics;
    const round = await readHours(this.#aws, this.#clock, due, patience);
    if (round.any) this.#hoursReadAt = hour;
  }

  /** Reads the newest gaps first, until none is left or nothing can be read. Single-flight. */
  gaps(): Promise<void> {
    this.#filling ??= this.#fill().finally(() => {
      this.#filling = null;
    });
    return this.#filling;
  }

  /** After `stop`: may read again. */
  allow(): void {
    this.#stopped = false;
  }

  stop(): void {
    this.#stopped = true;
  }

  async #fill(): Promise<void> {
    const next = () => fillNewestGaps(this.#aws, this.#clock, this.#book.metrics, this.#book.patience);
    let round = await next();
    await this.hours();
    while (round?.any && !round.throttled && !this.#stopped) {
      await this.#onProgress();
      round = await next();
    }
    await this.#onProgress();
  }
}
