import type { Plan } from '#lib/domain/control/action.ts';

const KEPT = 500;

/** The plans that people were shown, by fingerprint: what changed since is told against them. */
export class KeptPlans {
  readonly #plans = new Map<string, Plan>();

  keep(plan: Plan): void {
    this.#plans.delete(plan.fingerprint);
    this.#plans.set(plan.fingerprint, plan);
    const oldest = this.#plans.size > KEPT ? this.#plans.keys().next().value : undefined;
    if (oldest !== undefined) this.#plans.delete(oldest);
  }

  /** Null when it was not made here, or too long ago. */
  of(fingerprint: string): Plan | null {
    return this.#plans.get(fingerprint) ?? null;
  }
}
