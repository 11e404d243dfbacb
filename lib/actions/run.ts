import { randomUUID } from 'node:crypto';
import { type Action, type Plan, type SecondPerson, STOPPING_VERBS } from '#lib/domain/control/action.ts';
import { ActionError } from '#lib/domain/control/action-error.ts';
import { type ApprovalRequest, approvalEnds } from '#lib/domain/control/approval.ts';
import { difference } from '#lib/domain/control/difference.ts';
import { publicPlan } from '#lib/domain/control/public-plan.ts';
import type { Caller, StartRequest } from '#lib/domain/control/request.ts';
import type { StoredAction, StoredApproval } from '#lib/store/store.ts';
import { approvalEntry, intentEntry } from './audit-entries.ts';
import { glassUse } from './glass-entries.ts';
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

/** The second person of a request for approval, and what they say to it. */
export interface Second {
  caller: Caller;
  reason: string;
  request: ApprovalRequest;
}

export type Begun =
  | { kind: 'begun'; stored: StoredAction }
  | { kind: 'repeated'; id: string }
  /** Nothing is sent before a second person has approved. */
  | { kind: 'waits'; stored: StoredApproval };

/**
 * The one path of every verb, up to the moment at which something may be sent: the state is read again, the person judged
 * again (both, where there are two), what starts something compared with what was shown, and the intent recorded. Where a
 * second person is wanted, the request for one is recorded instead. What is refused is recorded too.
 * @throws ActionError when nothing will be sent
 */
export async function run(
  parts: ActionParts & { plans: KeptPlans; refusals: Refusals },
  request: StartRequest,
  caller: Caller,
  keyed: Keyed,
  second: Second | null = null,
): Promise<Begun> {
  let shown: Plan | undefined;
  try {
    const now = await planNow(parts, request, caller);
    shown = now.plan;
    const who = second?.caller ?? caller;
    const starts = !STOPPING_VERBS.has(request.verb);
    if (starts) requireFresh(parts, who, now.plan);
    if (second) judgeSecond(now, second);
    if (starts) {
      compare(parts.plans, now, request);
      await requireSession(parts, who);
    }
    if (now.plan.secondPerson && !second) return await ask(parts, now.plan, request, caller, keyed);
    return await record(parts, now.plan, request, caller, keyed, second);
  } catch (error) {
    if (error instanceof ActionError) {
      const { code, message } = error;
      await parts.refusals.write(request, second?.caller ?? caller, { code, message, ...(shown ? { plan: shown } : {}) });
    }
    throw error;
  }
}

/** What starts something in production wants a sign-in of late, proven to the identity provider. @throws ActionError */
function requireFresh({ freshSignInMs, clock }: ActionParts, { authenticatedAt }: Caller, { typedName }: Plan): void {
  if (freshSignInMs === null || typedName === null) return;
  if (authenticatedAt !== null && clock.now() - authenticatedAt <= freshSignInMs) return;
  const minutes = Math.ceil(freshSignInMs / 60_000);
  const silent = authenticatedAt === null ? ' Your identity provider has not said when you signed in (auth_time).' : '';
  throw new ActionError('sign-in-again', `What starts something in production wants a sign-in of the last ${minutes} min.${silent}`, {
    fix: 'Sign in again, and confirm once more. Pausing and halting need none of that.',
  });
}

/** Nothing is started by a session that has ended since, here or at another replica. @throws ActionError */
async function requireSession({ sessions, clock }: ActionParts, { sessionId, expiresAt }: Caller): Promise<void> {
  const over = await sessions.confirm(sessionId).catch((cause: unknown) => {
    throw new ActionError('not-recorded', 'The store does not tell whether your session still holds, so nothing was sent.', {
      fix: 'The store is down: see the log of the server. Pausing and halting still work.',
      cause,
    });
  });
  if (over === null && expiresAt > clock.now()) return;
  throw new ActionError('sign-in-again', 'The session ended while the state was being read. Nothing was sent.', { fix: 'Sign in again.' });
}

/** A state that could not be read says nothing about what was asked for: the request goes on waiting. @throws ActionError */
function judgeSecond({ unread, mayToo }: PlannedNow, { caller }: Second): void {
  if (unread !== null) {
    throw new ActionError(
      'not-ready',
      `What the pipeline does now could not be read: ${unread}. Nothing was sent; the request still waits.`,
      {
        fix: 'Try again in a moment.',
      },
    );
  }
  const judged = mayToo(caller.grants);
  if (judged.allowed) return;
  throw new ActionError('not-permitted', `Only somebody who may do it alone or with others can approve it: ${judged.reason}.`, {
    fix: 'Somebody with that role can answer it.',
  });
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

/** Asks for a second person. @throws ActionError when that can't be recorded */
async function ask(parts: ActionParts, plan: Plan, start: StartRequest, caller: Caller, { key, bodyHash }: Keyed): Promise<Begun> {
  const at = parts.clock.now();
  const request: ApprovalRequest = {
    id: randomUUID(),
    verb: start.verb,
    target: start.target,
    title: plan.title,
    by: caller.person,
    reason: start.reason.trim(),
    at,
    expiresAt: approvalEnds(at, caller.expiresAt),
    state: 'waiting',
    plan: publicPlan(plan),
    end: null,
  };
  const stored: StoredApproval = { request, plan, start, caller, key, bodyHash };
  const earlier = await parts.ledger
    .recordApproval(stored, [approvalEntry(request, plan, at, caller.origin)])
    .catch(notRecorded('The request for a second person could not be recorded, so nobody was asked.'));
  if (earlier && earlier.bodyHash !== bodyHash) throw keyReused();
  if (!earlier) parts.announceApproval(request);
  return { kind: 'waits', stored: earlier ?? stored };
}

/** @throws ActionError when the intent of something that starts can't be recorded */
async function record(
  parts: ActionParts,
  plan: Plan,
  request: StartRequest,
  caller: Caller,
  { key, bodyHash }: Keyed,
  second: Second | null,
): Promise<Begun> {
  const { verb, target } = request;
  const stops = STOPPING_VERBS.has(verb);
  const at = parts.clock.now();
  const approved: SecondPerson | null = second && { person: second.caller.person, reason: second.reason, at };
  const action: Action = {
    id: second?.request.id ?? randomUUID(),
    verb,
    target,
    title: plan.title,
    by: caller.person,
    ...(approved ? { approved } : {}),
    reason: request.reason.trim() || plan.reason,
    at,
    state: 'recorded',
    calls: plan.calls.map(newProgress),
    impossible: plan.impossible,
    journaled: false,
    finishedAt: null,
  };
  const stored: StoredAction = { action, plan, key, bodyHash, owner: parts.owner };
  const locks = stops ? [] : [...new Set(plan.calls.map(({ component }) => component))];
  const ended = second && approvedBy(second, at);
  const intent = intentEntry(action, plan, caller.origin);
  const glass = parts.glassOf(caller.person);
  const entries = [
    ...(ended ? [approvalEntry(ended, plan, at, second.caller.origin)] : []),
    intent,
    ...(glass ? [glassUse(glass, intent, caller)] : []),
  ];
  const recorded = await parts.ledger
    .recordIntent(stored, entries, locks, stops, ended ?? undefined)
    .catch(notRecorded('The intent could not be recorded, so nothing was sent.'));
  switch (recorded.kind) {
    case 'recorded':
      return { kind: 'begun', stored };
    case 'journaled':
      return { kind: 'begun', stored: { ...stored, action: { ...action, journaled: true } } };
    case 'repeated':
      if (recorded.earlier.bodyHash !== bodyHash) throw keyReused();
      return { kind: 'repeated', id: recorded.earlier.action.id };
    case 'not-waiting':
      throw notWaiting();
    case 'busy':
      throw new ActionError('action-under-way', `Another action on ${recorded.component} is under way. Nothing was sent.`, {
        actionId: recorded.actionId,
        fix: 'Wait until it has ended, and plan again.',
      });
  }
}

const approvedBy = ({ request, caller, reason }: Second, at: number): ApprovalRequest => ({
  ...request,
  state: 'approved',
  end: { at, by: caller.person, reason, difference: [] },
});

const notRecorded =
  (message: string) =>
  (cause: unknown): never => {
    throw new ActionError('not-recorded', message, {
      fix: `${whyDown(cause)} Pausing and halting still work.`,
      cause,
    });
  };

/** The store's own words say what to do. By its name: the routes' bundle has a class of its own. */
export const whyDown = (error: unknown): string =>
  error instanceof Error && error.name === 'StoreError' ? error.message : 'The store is down: see the log of the server.';

export const keyReused = (): ActionError =>
  new ActionError('key-reused', 'This Idempotency-Key came before, with another request. Nothing was sent.', {
    fix: 'Send a new key with each new request.',
  });

export const notWaiting = (): ActionError =>
  new ActionError('approval-ended', 'This request waits no longer: somebody has answered it, or its time is over.', {
    fix: 'Whoever asked can plan it again.',
  });
