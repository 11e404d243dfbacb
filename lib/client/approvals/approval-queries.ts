import { queryOptions } from '@tanstack/react-query';
import type { ApprovalSummary, ApprovalView } from '#lib/domain/control/approval.ts';
import { getJson } from '../get-json.ts';
import { postJson } from '../post-json.ts';
import { approvalKey, approvalsKey } from './approval-keys.ts';

/** A server of several hears of its own requests alone: the others' are asked for. */
const SELDOM_MS = 15_000;
/** While the event stream is down. */
const FOLLOW_MS = 3_000;

const pathOf = (id: string) => `/api/approvals/${encodeURIComponent(id)}`;

/** What waits for a second person, and what was asked for within a day. */
export const approvalsQuery = queryOptions({
  queryKey: approvalsKey,
  queryFn: async ({ signal }) => (await getJson<{ approvals: readonly ApprovalSummary[] }>('/api/approvals', signal)).approvals,
  refetchInterval: SELDOM_MS,
  staleTime: SELDOM_MS,
});

/** One request, with its plan, until it has ended. @param live true while the event stream says when it moves */
export function approvalQuery(id: string, live: boolean) {
  return queryOptions({
    queryKey: approvalKey(id),
    queryFn: ({ signal }) => getJson<ApprovalView>(pathOf(id), signal),
    refetchInterval: ({ state }) => (state.data && state.data.state !== 'waiting' ? false : live ? SELDOM_MS : FOLLOW_MS),
    staleTime: 0,
  });
}

/** What has changed since it was asked for. Reads AWS: once, and when somebody asks again. */
export function approvalChangesQuery(id: string) {
  return queryOptions({
    queryKey: ['approval-changes', id] as const,
    queryFn: async ({ signal }) => (await getJson<{ changes: readonly string[] }>(`${pathOf(id)}/changes`, signal)).changes,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  });
}

/** What can be said to a request. */
export type Answer = 'approve' | 'decline' | 'withdraw';

/** Says it. Each is said once: a second time is refused, since the request has ended. */
export function answerApproval(id: string, answer: Answer, reason: string): Promise<unknown> {
  return postJson(`${pathOf(id)}/${answer}`, { reason });
}
