import { randomUUID } from 'node:crypto';
import type { AuditEntry } from '#lib/domain/audit/audit-entry.ts';
import type { Action, CallProgress, Plan, PlannedCall } from '#lib/domain/control/action.ts';
import type { ApprovalRequest, ApprovalState } from '#lib/domain/control/approval.ts';
import { ALL_COMPONENTS, publicPlan } from '#lib/domain/control/public-plan.ts';
import type { Caller, PlanRequest } from '#lib/domain/control/request.ts';
import { toJson } from '#lib/domain/document/canonical-json.ts';

const touched = (plan: Pick<Plan, 'calls' | 'target'>) => {
  const components = new Set(plan.calls.map(({ component }) => component));
  if (plan.target.component !== ALL_COMPONENTS) components.add(plan.target.component);
  return { components: [...components], cells: [...new Set(plan.calls.flatMap(({ cells }) => cells))] };
};

/** Written before anything is sent: who wants what, why, on which state, by which calls. */
export function intentEntry(action: Action, plan: Plan, origin: AuditEntry['origin'], more?: readonly PlannedCall[]): AuditEntry {
  const { target, calls, impossible, warnings, basis, fingerprint, blastRadius, typedName, reasonSent } = publicPlan(
    more ? { ...plan, calls: more } : plan,
  );
  return {
    id: randomUUID(),
    at: action.at,
    kind: 'intent',
    person: action.by,
    origin,
    actionId: action.id,
    verb: action.verb,
    ...touched(more ? { ...plan, calls: more } : plan),
    text: more ? `${action.title}: found more to halt` : action.title,
    reason: action.reason,
    requestId: null,
    detail: toJson({
      ...{ target, calls, impossible, warnings, basis, fingerprint, blastRadius, typedName, reasonSent },
      approved: action.approved,
    }),
  };
}

/** What became of one call. */
export function callEntry(action: Action, call: PlannedCall, progress: CallProgress, at: number, by: Action['by'] | null): AuditEntry {
  const { state, requestId, executionId, sentAt, error } = progress;
  return {
    id: randomUUID(),
    at,
    kind: 'call',
    person: by,
    origin: null,
    actionId: action.id,
    verb: action.verb,
    components: [call.component],
    cells: call.cells,
    text: `${call.component}: ${call.text}: ${error ? `${state}, ${error.message}` : state}`,
    reason: null,
    requestId,
    detail: toJson({ key: call.key, operation: call.operation, state, requestId, executionId, sentAt, error }),
  };
}

/** How an action ended. */
export function resultEntry(action: Action, plan: Plan, at: number, by: Action['by'] | null): AuditEntry {
  const states: Record<string, number> = {};
  for (const { state } of action.calls) states[state] = (states[state] ?? 0) + 1;
  return {
    id: randomUUID(),
    at,
    kind: 'result',
    person: by,
    origin: null,
    actionId: action.id,
    verb: action.verb,
    ...touched(plan),
    text: `${action.title}: ${action.state}`,
    reason: null,
    requestId: null,
    detail: toJson({ state: action.state, calls: states, impossible: action.impossible, journaled: action.journaled }),
  };
}

const APPROVAL_TEXTS: Readonly<Record<ApprovalState, string>> = {
  waiting: 'asks for a second person',
  approved: 'approved',
  declined: 'declined',
  withdrawn: 'withdrawn',
  expired: 'nobody answered in time',
  outdated: 'the world had moved, so the request has ended',
};

/** That somebody asks for a second person, or how that ended. @param origin of whoever did it; null for what ended by itself */
export function approvalEntry(request: ApprovalRequest, plan: Plan, at: number, origin: AuditEntry['origin']): AuditEntry {
  const { id, verb, target, title, by, state, end, expiresAt } = request;
  const { calls, fingerprint, basis } = publicPlan(plan);
  return {
    id: randomUUID(),
    at,
    kind: 'approval',
    person: end ? end.by : by,
    origin,
    actionId: id,
    verb,
    ...touched(plan),
    text: `${title}: ${APPROVAL_TEXTS[state]}`,
    reason: end ? end.reason : request.reason,
    requestId: null,
    detail: toJson({
      state,
      target,
      fingerprint,
      askedBy: by,
      expiresAt,
      ...(end ? { difference: end.difference } : { calls, basis }),
    }),
  };
}

/**
 * What somebody wanted and did not get.
 * @param refused with `count` for so many refusals of the same verb that have no entry of their own; the last of them is told
 */
export function refusalEntry(
  request: PlanRequest,
  caller: Caller,
  refused: { code: string; message: string; plan?: Plan; count?: number; at: number },
): AuditEntry {
  const { verb, target, reason } = request;
  const { code, message, plan, count, at } = refused;
  return {
    id: randomUUID(),
    at,
    kind: 'refusal',
    person: caller.person,
    origin: caller.origin,
    actionId: null,
    verb,
    ...touched(plan ?? { calls: [], target }),
    text: count === undefined ? `Refused (${code}): ${message}` : `Refused ${count} more times, at last (${code}): ${message}`,
    reason: reason || null,
    requestId: null,
    detail: toJson({ code, target, fingerprint: plan?.fingerprint ?? null, ...(count === undefined ? {} : { count }) }),
  };
}
