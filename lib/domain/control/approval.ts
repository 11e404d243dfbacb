import { samePerson } from '../access/same-person.ts';
import type { ActionTarget, Plan, Verb } from './action.ts';

/** What starts something and waits for a second person, or did. Times are epoch ms. */

/**
 * waiting: nobody has answered. approved: it was begun, and is an action now. declined, withdrawn: a second person, or the one who
 * asked, said no. expired: nobody answered in time. outdated: the world had moved when it was approved.
 */
const APPROVAL_STATES = ['waiting', 'approved', 'declined', 'withdrawn', 'expired', 'outdated'] as const;
export type ApprovalState = (typeof APPROVAL_STATES)[number];

/** How long a request waits at most; it ends with the session of whoever asked. */
export const APPROVAL_MS = 15 * 60_000;

interface Named {
  id: string;
  name: string;
  email: string | null;
}

/** A confirmed plan that waits for a second person. Once approved, the action has the same id. */
export interface ApprovalRequest {
  id: string;
  verb: Verb;
  target: ActionTarget;
  title: string;
  by: Named;
  /** Why whoever asks wants it. */
  reason: string;
  at: number;
  expiresAt: number;
  state: ApprovalState;
  /** As it was confirmed, without what must not leave the server. */
  plan: Plan;
  /** How it ended; null while it waits. */
  end: ApprovalEnd | null;
}

export interface ApprovalEnd {
  at: number;
  /** Null for what ended by itself. */
  by: Named | null;
  reason: string | null;
  /** Of `outdated`: what had changed, a sentence each. */
  difference: readonly string[];
}

/** Whoever looks at a request, as it sees them. */
export type ApprovalStanding = { may: 'withdraw' } | { may: 'answer' } | { may: 'look'; why: string };

/** A request as one person sees it. Contract of GET /api/approvals/ID. */
export type ApprovalView = ApprovalRequest & { you: ApprovalStanding };

/** A request among others. Contract of GET /api/approvals. */
export type ApprovalSummary = Omit<ApprovalView, 'plan'>;

/** Until when a request that is made now waits. */
export const approvalEnds = (now: number, sessionEnds: number): number => Math.min(now + APPROVAL_MS, sessionEnds);

/** A request as it stands at a time: one that nobody ended in time has expired. */
export function approvalAt<R extends ApprovalRequest>(request: R, now: number): R {
  if (request.state !== 'waiting' || now < request.expiresAt) return request;
  return { ...request, state: 'expired', end: { at: request.expiresAt, by: null, reason: null, difference: [] } };
}

/**
 * What somebody may do about a request: take back one's own, or answer somebody else's.
 * @param mayDo whether they may do all of it themselves
 */
export function approvalStanding(
  request: Pick<ApprovalRequest, 'by'>,
  person: Pick<Named, 'id' | 'email'>,
  mayDo: { allowed: true } | { allowed: false; reason: string },
): ApprovalStanding {
  if (samePerson(request.by, person)) return { may: 'withdraw' };
  return mayDo.allowed ? { may: 'answer' } : { may: 'look', why: mayDo.reason };
}
