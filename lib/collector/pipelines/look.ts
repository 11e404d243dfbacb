import type { AwsFailure } from '#lib/aws/classify-failure.ts';
import type { Priority } from '#lib/aws/queue.ts';
import type { Clock } from '#lib/clock.ts';
import type { FailureBook, Part } from './failure-book.ts';

/** One look at a pipeline: how urgent it is, and what failed in it. */
export class Look {
  readonly priority: Priority;
  /** Looks are numbered: what an older, slower one brings must not overwrite what a newer one brought. */
  readonly number: number;
  readonly failures: { part: Part; failure: AwsFailure }[] = [];
  readonly #book: FailureBook;
  readonly #clock: Clock;

  constructor(given: { priority: Priority; number: number; book: FailureBook; clock: Clock }) {
    this.priority = given.priority;
    this.number = given.number;
    this.#book = given.book;
    this.#clock = given.clock;
  }

  get now(): number {
    return this.#clock.now();
  }

  /** What the call answers; null when it failed, which is then noted. */
  async attempt<T>(part: Part, call: () => Promise<T>): Promise<T | null> {
    try {
      const answer = await call();
      this.#book.good(part);
      return answer;
    } catch (error) {
      this.failures.push({ part, failure: this.#book.bad(part, error, this.now) });
      return null;
    }
  }
}
