/** Calls of one operation by one principal. */
export interface CallCount {
  service: string;
  operation: string;
  /** Null when nobody could be made out. */
  accountId: string | null;
  principalArn: string | null;
  /** The person in whose name a role was assumed; not there without one. */
  sourceIdentity?: string;
  region: string;
  count: number;
  errors: number;
}

/** Counts what was called, for tests that claim how much a program calls. */
export class CallCounts {
  readonly #counts = new Map<string, CallCount>();

  add(call: Omit<CallCount, 'count' | 'errors'>, failed: boolean): void {
    const id = `${call.service}|${call.operation}|${call.principalArn}|${call.sourceIdentity}|${call.region}`;
    let entry = this.#counts.get(id);
    if (!entry) {
      entry = { ...call, count: 0, errors: 0 };
      this.#counts.set(id, entry);
    }
    entry.count++;
    if (failed) entry.errors++;
  }

  list(): CallCount[] {
    return [...this.#counts.values()];
  }

  reset(): void {
    this.#counts.clear();
  }
}
