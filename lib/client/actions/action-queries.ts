import { queryOptions } from '@tanstack/react-query';
import type { Action, Plan } from '#lib/domain/control/action.ts';
import { getJson } from '../get-json.ts';
import { postJson } from '../post-json.ts';
import { actionKey } from './follow-actions.ts';
import type { ActionRequest } from './open-action.ts';

/** While the event stream is down. */
const FOLLOW_MS = 1_000;
/** A server of several hears of its own actions alone. */
const SELDOM_MS = 4_000;

/** An action that will not change any more; one that stayed unknown has ended too. */
export const isFinished = (action: Action): boolean => action.finishedAt !== null;

/** What a verb would do now. Never kept: the next dialog reads the world again. */
export function planQuery(request: ActionRequest) {
  return queryOptions({
    queryKey: ['plan', request.verb, request.target] as const,
    queryFn: ({ signal }) => postJson<Plan>('/api/actions/plan', request, {}, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
    // While another choice is planned, the plan before stays in its place, dimmed.
    placeholderData: (previous) => previous,
  });
}

/** One action on its way. @param live true while the event stream says when it moves: then it is asked for seldom, otherwise each second, until it is finished */
export function actionQuery(id: string, live: boolean) {
  return queryOptions({
    queryKey: actionKey(id),
    queryFn: ({ signal }) => getJson<Action>(`/api/actions/${encodeURIComponent(id)}`, signal),
    refetchInterval: ({ state }) => (state.data && isFinished(state.data) ? false : live ? SELDOM_MS : FOLLOW_MS),
    staleTime: 0,
  });
}

/** What a person confirms. */
export interface Confirmation extends ActionRequest {
  fingerprint: string;
  reason: string;
  typedName?: string;
}

/** Sends a confirmed plan; `waits` where a second person is asked first. The same key sent twice is one action, so asking again after silence is safe. */
export function confirmAction(confirmation: Confirmation, idempotencyKey: string): Promise<{ id: string; waits?: boolean }> {
  return postJson<{ id: string; waits?: boolean }>('/api/actions', confirmation, { 'Idempotency-Key': idempotencyKey });
}
