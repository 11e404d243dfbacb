import { queryOptions } from '@tanstack/react-query';
import type { PipelineView, RolloutsView } from '#lib/views/rollouts-view.ts';
import { getJson } from '../get-json.ts';

/** Asked for again at this interval at the latest: estimates move, and a page may have lost the stream. */
const AT_LATEST_MS = 60_000;

/** The matrix: every component in every wave. The stream tells when it changed. */
export const rolloutsQuery = queryOptions({
  queryKey: ['rollouts'] as const,
  queryFn: ({ signal }) => getJson<RolloutsView>('/api/rollouts', signal),
  staleTime: 5_000,
  refetchInterval: AT_LATEST_MS,
});

/** One pipeline in full. */
export function pipelineQuery(name: string) {
  return queryOptions({
    queryKey: ['rollouts', name] as const,
    queryFn: ({ signal }) => getJson<PipelineView>(`/api/rollouts/${encodeURIComponent(name)}`, signal),
    staleTime: 5_000,
    refetchInterval: AT_LATEST_MS,
  });
}
