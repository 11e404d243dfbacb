import { randomUUID } from 'node:crypto';
import { type Action, type Plan, STOPPING_VERBS } from '#lib/domain/control/action.ts';
import { ActionError } from '#lib/domain/control/action-error.ts';
import { difference } from '#lib/domain/control/difference.ts';
import { publicPlan } from '#lib/domain/control/public-plan.ts';
import type { Caller, StartRequest } from '#lib/domain/control/request.ts';
import type { StoredAction } from '#lib/store/store.ts';
import { intentEntry } from './audit-entries.ts';
import type { KeptPlans } from './kept-plans.ts';
import { newProgress } from './live-action.ts';
import { type PlannedNow, planNow } from './plan-now.ts';
import type { ActionParts } from './ports.ts';
import type { Refusals } from './refusals.ts';

/** What a request with an Idempotency-Key is known by. */
export interface Keyed {
  key: string;
  bodyHash: string;
}

export type Begun = { kind: 'begun'; stored: StoredAction } | { kind: 'repeated'; id: string };

/**
 * The one path of every verb, up to the moment at which something may be sent: the state is read again, the person judged
 * again, what starts something compared with what was shown, and the intent recorded. What is refused is recorded too.
 * @throws ActionError when nothing will be sent
 */
export async function run(
  parts: ActionParts & { plans: KeptPlans; refusals: Refusals },
  request: StartRequest,
  caller: Caller,
  keyed: Keyed,
): Promise<Begun> {
  let shown: Plan | undefined;
  try {
    const now = await planNow(parts, request, caller);
    shown = now.plan;
    const starts = !STOPPING_VERBS.has(request.verb);
    if (starts && caller.expiresAt <= parts.clock.now()) {
      throw new ActionError('sign-in-again', 'The session ended while the state was being read.', { fix: 'Sign in again.' });
    }
    if (starts && parts.freshSignInMs !== null && parts.clock.now() - caller.signedInAt > parts.freshSignInMs) {
      const minutes = Math.round(parts.freshSignInMs / 60_000);
      throw new ActionError('sign-in-again', `What starts something wants a sign-in of the last ${minutes} min.`, {
        fix: 'Sign out, sign in again, and confirm once more. Pausing and halting need none of that.',
      });
    }
    if (starts) compare(parts.plans, now, request);
    return await record(parts, now.plan, request, caller, keyed);
  } catch (error) {
    if (error instanceof ActionError) {
      const { code, message } = error;
      await parts.refusals.write(request, caller, { code, message, ...(shown ? { plan: shown } : {}) });
    }
    throw error;
  }
}

/** Strict: what starts something is done as it was shown, or not at all. @throws ActionError */
function compare(plans: KeptPlans, { plan, nameOf }: PlannedNow, { fingerprint, typedName }: StartRequest): void {
  if (plan.fingerprint !== fingerprint) {
    const before = plans.of(fingerprint);
    plans.keep(plan);
    throw new ActionError('plan-outdated', 'The world has moved since this was planned. Nothing was sent.', {
      difference: before ? difference(before, plan, nameOf) : ['The plan that was confirmed is not known here any more.'],
      plan: publicPlan(plan),
      fix: 'Read the plan as it is now, and decide again.',
    });
  }
  if (plan.calls.length === 0) {
    throw new ActionError('nothing-to-do', plan.summary, { impossible: plan.impossible });
  }
  if (plan.typedName !== null && typedName !== plan.typedName) {
    throw new ActionError('wrong-name', `This reaches production: "${plan.typedName}" must be typed to confirm it.`, {
      fix: `Type ${plan.typedName}, exactly.`,
    });
  }
}

/** @throws ActionError when the intent of something that starts can't be recorded */
async function record(parts: ActionParts, plan: Plan, request: StartRequest, caller: Caller, { key, bodyHash }: Keyed): Promise<Begun> {
  const { verb, target } = request;
  const stops = STOPPING_VERBS.has(verb);
  const action: Action = {
    id: randomUUID(),
    verb,
    target,
    title: plan.title,
    by: caller.person,
    reason: request.reason.trim() || plan.reason,
    at: parts.clock.now(),
    state: 'recorded',
    calls: plan.calls.map(newProgress),
    impossible: plan.impossible,
    journaled: false,
    finishedAt: null,
  };
  const stored: StoredAction = { action, plan, key, bodyHash };
  const locks = stops ? [] : [...new Set(plan.calls.map(({ component }) => component))];
  const recorded = await parts.ledger
    .recordIntent(stored, [intentEntry(action, plan, caller.origin)], locks, stops)
    .catch((error: unknown) => {
      throw new ActionError('not-recorded', 'The intent could not be recorded, so nothing was sent.', {
        fix: 'The store is down: see the log of the server. Pausing and halting still work.',
        cause: error,
      });
    });
  switch (recorded.kind) {
    case 'recorded':
      return { kind: 'begun', stored };
    case 'journaled':
      return { kind: 'begun', stored: { ...stored, action: { ...action, journaled: true } } };
    case 'repeated':
      if (recorded.earlier.bodyHash !== bodyHash) throw keyReused();
      return { kind: 'repeated', id: recorded.earlier.action.id };
    case 'busy':
      throw new ActionError('action-under-way', `Another action on ${recorded.component} is under way. Nothing was sent.`, {
        actionId: recorded.actionId,
        fix: 'Wait until it has ended, and plan again.',
      });
  }
}

export const keyReused = (): ActionError =>
  new ActionError('key-reused', 'This Idempotency-Key came before, with another request. Nothing was sent.', {
    fix: 'Send a new key with each new request.',
  });
