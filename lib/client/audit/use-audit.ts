'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import type { AuditView } from '#lib/views/audit-view.ts';
import { getJson } from '../get-json.ts';
import { RequestError } from '../read-problem.ts';
import { type AuditLook, auditQuery, formatAuditLook } from './audit-filter.ts';

/** Entries of the log that fit, newest first, more of them when asked for. */
export function useAudit(look: AuditLook) {
  const query = useInfiniteQuery({
    queryKey: ['audit', formatAuditLook(look)] as const,
    queryFn: ({ pageParam, signal }) => {
      const params = auditQuery(look, Date.now());
      if (pageParam !== null) params.set('page', pageParam);
      return getJson<AuditView>(`/api/audit?${params}`, signal);
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    refetchInterval: 30_000,
    placeholderData: (previous) => previous,
  });
  return {
    entries: query.data?.pages.flatMap((page) => page.entries) ?? null,
    problem: query.error instanceof RequestError ? query.error : null,
    more: query.hasNextPage ? () => void query.fetchNextPage() : null,
    retry: () => void query.refetch(),
  };
}
