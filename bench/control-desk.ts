import { randomUUID } from 'node:crypto';
import type { Action, ActionTarget, Plan, Verb } from '#lib/domain/control/action.ts';
import type { RolloutsView } from '#lib/views/rollouts-view.ts';
import { signIn } from '#simulator/identity/sign-in.ts';

const ENDS_WITHIN_MS = 180_000;
const LOOKS_EVERY_MS = 500;

/** An operator at the built app, as a browser would talk to it: signed in, by HTTP. */
export class ControlDesk {
  readonly #origin: string;
  readonly #cookie: string;

  private constructor(origin: string, cookie: string) {
    this.#origin = origin;
    this.#cookie = cookie;
  }

  static async open(origin: string): Promise<ControlDesk> {
    return new ControlDesk(origin, await signIn({ origin, login: 'operator' }));
  }

  /** Plans, then confirms. @returns the action's id, and when its confirmation was sent, epoch ms */
  async act(verb: Verb, target: ActionTarget): Promise<{ id: string; confirmedAt: number; planned: number }> {
    const reason = 'A benchmark measures how long this takes';
    const plan = await this.#ask<Plan>('POST', '/api/actions/plan', { verb, target, reason });
    const typed = plan.typedName === null ? {} : { typedName: plan.typedName };
    const confirmedAt = Date.now();
    const { id } = await this.#ask<{ id: string }>('POST', '/api/actions', {
      verb,
      target,
      reason,
      fingerprint: plan.fingerprint,
      ...typed,
    });
    return { id, confirmedAt, planned: plan.calls.length };
  }

  action(id: string): Promise<Action> {
    return this.#ask('GET', `/api/actions/${id}`);
  }

  rollouts(): Promise<RolloutsView> {
    return this.#ask('GET', '/api/rollouts');
  }

  /** The action once it has ended. */
  async ended(id: string): Promise<Action> {
    const late = Date.now() + ENDS_WITHIN_MS;
    for (;;) {
      const action = await this.action(id);
      if (action.finishedAt !== null) return action;
      if (Date.now() > late) throw new Error(`${action.title} has not ended within ${ENDS_WITHIN_MS / 1_000} s`);
      await new Promise((resolve) => setTimeout(resolve, LOOKS_EVERY_MS));
    }
  }

  async #ask<T>(method: 'GET' | 'POST', path: string, body?: object): Promise<T> {
    const answer = await fetch(this.#origin + path, {
      method,
      headers: {
        cookie: this.#cookie,
        origin: this.#origin,
        'content-type': 'application/json',
        'x-cellwatch': '1',
        'idempotency-key': randomUUID(),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!answer.ok) throw new Error(`${method} ${path} was answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as T;
  }
}
