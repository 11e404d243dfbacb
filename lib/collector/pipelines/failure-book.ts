import { AwsFailure, classifyFailure } from '#lib/aws/classify-failure.ts';
import type { Failure } from '#lib/domain/facts.ts';

/** What of a pipeline is read by calls of their own. */
export type Part = 'structure' | 'state' | 'executions' | 'runs' | 'bakes' | 'builds';

/** Which parts can't be read now, why, and since when. */
export class FailureBook {
  readonly #place: { accountId: string | null; region: string };
  readonly #failures = new Map<Part, Failure>();

  constructor(place: { accountId: string | null; region: string }) {
    this.#place = place;
  }

  /** The first that failed of those that fail now; null when all went well. */
  get first(): Failure | null {
    return [...this.#failures.values()].reduce<Failure | null>((first, one) => (first && first.since <= one.since ? first : one), null);
  }

  get throttled(): boolean {
    return [...this.#failures.values()].some((failure) => failure.code === 'throttled');
  }

  of(part: Part): Failure | null {
    return this.#failures.get(part) ?? null;
  }

  good(part: Part): void {
    this.#failures.delete(part);
  }

  /** Notes a failure; it lasts since its first in this unbroken run. */
  bad(part: Part, error: unknown, now: number): AwsFailure {
    const place = this.#place;
    const failure =
      error instanceof AwsFailure ? error : classifyFailure(error, { service: 'CodePipeline', operation: part, ...place, role: null });
    const { code, message, target } = failure;
    const before = this.#failures.get(part);
    const where = { accountId: target.accountId ?? place.accountId, region: target.region ?? place.region };
    this.#failures.set(part, { code, message, ...where, since: before?.code === code ? before.since : now });
    return failure;
  }
}
