import { queryOptions } from '@tanstack/react-query';
import type { CellCostsView, CostsBehindView, CostsStatusView, CostsView } from '#lib/views/costs-view.ts';
import { getJson } from '../get-json.ts';

/** Figures of one ask. They change when AWS's do, about daily: the status tells when. @param ask as `askQuery` writes it */
export function costsQuery(ask: string) {
  return queryOptions({
    queryKey: ['costs', 'figures', ask] as const,
    queryFn: ({ signal }) => getJson<CostsView>(`/api/costs${ask && `?${ask}`}`, signal),
    staleTime: Number.POSITIVE_INFINITY,
    // The figures before stay in place until the new ones are here.
    placeholderData: (previous) => previous,
  });
}

/** How the reading of costs stands, and Cellwatch's own bill. */
export const costsStatusQuery = queryOptions({
  queryKey: ['costs', 'status'] as const,
  queryFn: ({ signal }) => getJson<CostsStatusView>('/api/costs/status', signal),
  staleTime: 30_000,
  // The first figures are waited for.
  refetchInterval: ({ state }) => (state.data?.known ? 60_000 : 3_000),
});

/** What one row consists of. */
export function costsBehindQuery(ask: string, row: string, version: string) {
  return queryOptions({
    queryKey: ['costs', 'behind', version, ask, row] as const,
    queryFn: ({ signal }) =>
      getJson<CostsBehindView>(`/api/costs/behind?${new URLSearchParams([...new URLSearchParams(ask), ['row', row]])}`, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** One cell's last 30 days. What is not known yet is asked for again, slowly. */
export function cellCostsQuery(name: string) {
  return queryOptions({
    queryKey: ['costs', 'cell', name] as const,
    queryFn: ({ signal }) => getJson<CellCostsView>(`/api/costs/cell?${new URLSearchParams({ name })}`, signal),
    staleTime: 3_600_000,
    retry: false,
    refetchInterval: ({ state }) => (state.data ? false : 30_000),
  });
}
