import { AwsFailure } from '#lib/aws/classify-failure.ts';
import type { Failure, ReadState } from '#lib/domain/facts.ts';

/** A queue that nobody could read for so long may hold anything. */
const STALE_MS = 60_000;
/** What lay longer in a queue that is not empty yet tells that reading it does not keep up. */
const LATE_MS = 60_000;
/** They may be over with the next call; all others are believed at once. */
const PASSING: ReadonlySet<string> = new Set(['throttled', 'timeout', 'unreachable', 'service-error']);
const INTERVAL_MS = 30_000;

/** Whether what the queue tells, and does not tell, can be relied on. */
export class QueueTrust {
  #read: ReadState = { observedAt: null, intervalMs: INTERVAL_MS, failure: null };
  #lateMs = 0;
  readonly #region: string;

  constructor(region: string) {
    this.#region = region;
  }

  get read(): ReadState {
    return this.#read;
  }

  /** How far behind the reading of the queue is, ms; 0 when it keeps up. */
  get lateMs(): number {
    return this.#lateMs;
  }

  /**
   * A read that succeeded, and all of it was deleted.
   * @param now epoch ms
   * @param oldest when the oldest message of a full batch came into the queue; null for a batch with which the queue is empty
   */
  succeeded(now: number, oldest: number | null): void {
    this.#read = { observedAt: now, intervalMs: INTERVAL_MS, failure: null };
    const late = oldest === null ? 0 : now - oldest;
    this.#lateMs = late > LATE_MS ? late : 0;
  }

  failed(now: number, error: unknown): void {
    const code = error instanceof AwsFailure ? error.code : 'service-error';
    const message = error instanceof Error ? error.message : String(error);
    const before = this.#read.failure;
    const since = before?.code === code ? before.since : now;
    const failure: Failure = { code, message, accountId: null, region: this.#region, since };
    this.#read = { ...this.#read, failure };
  }

  /** @param now epoch ms */
  trusted(now: number): boolean {
    const { observedAt, failure } = this.#read;
    if (observedAt === null || now - observedAt > STALE_MS || this.#lateMs > 0) return false;
    return failure === null || PASSING.has(failure.code);
  }
}
