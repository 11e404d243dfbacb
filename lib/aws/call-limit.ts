/**
 * Ends calls that take too long, and all that are under way when it is told to stop. The timer of a call ends with it: those of
 * AbortSignal.timeout would go off for thousands of calls that are long done.
 */
export class CallLimit {
  readonly #underWay = new Set<AbortController>();
  #stopped = false;

  /** Runs one call; its signal is aborted after `ms`. */
  async within<T>(ms: number, call: (options: { abortSignal: AbortSignal }) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    if (this.#stopped) controller.abort();
    const timer = setTimeout(() => controller.abort(new DOMException(`No answer within ${ms} ms`, 'TimeoutError')), ms);
    this.#underWay.add(controller);
    try {
      return await call({ abortSignal: controller.signal });
    } finally {
      clearTimeout(timer);
      this.#underWay.delete(controller);
    }
  }

  /** Aborts what is under way, and all that comes later. */
  stop(): void {
    this.#stopped = true;
    for (const controller of this.#underWay) controller.abort();
  }
}
