import { queryOptions } from '@tanstack/react-query';
import type { PeopleView, SessionsView } from '#lib/views/people-view.ts';
import { getJson } from '../get-json.ts';
import { postJson } from '../post-json.ts';

const LOOK_AGAIN_MS = 15_000;

/** Everybody who is signed in, or was within a day. */
export const peopleQuery = queryOptions({
  queryKey: ['people'] as const,
  queryFn: ({ signal }) => getJson<PeopleView>('/api/people', signal),
  refetchInterval: LOOK_AGAIN_MS,
});

/** Where whoever looks is signed in. */
export const sessionsQuery = queryOptions({
  queryKey: ['sessions'] as const,
  queryFn: ({ signal }) => getJson<SessionsView>('/api/sessions', signal),
  refetchInterval: LOOK_AGAIN_MS,
});

/** Ends all sessions of a person. @throws RequestError */
export const signOutPerson = (id: string, reason: string): Promise<{ ended: number }> =>
  postJson(`/api/people/${encodeURIComponent(id)}/sign-out`, { reason });

/** Ends one of one's other sessions, or all of them. @throws RequestError */
export const endSessions = (id: string | null): Promise<{ ended: number }> => postJson('/api/sessions/end', id === null ? {} : { id });
