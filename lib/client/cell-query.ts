import { queryOptions } from '@tanstack/react-query';
import type { CellRange, CellView } from '#lib/views/fleet-view.ts';
import { getJson } from './get-json.ts';

/** One cell over one range. Short ranges are asked for again each minute while the page is looked at, and any soon while a part of it is still being read. */
export function cellQuery(name: string, range: CellRange) {
  return queryOptions({
    queryKey: ['cell', name, range] as const,
    queryFn: ({ signal }) => getJson<CellView>(`/api/cells/${encodeURIComponent(name)}?range=${range}`, signal),
    staleTime: 10_000,
    refetchInterval: ({ state }) => (state.data?.pending ? 2_000 : range === '7d' ? 300_000 : 60_000),
    // Another range of the same cell keeps the charts in place until the new points are here.
    placeholderData: (previous, query) => (query?.queryKey[1] === name ? previous : undefined),
  });
}
