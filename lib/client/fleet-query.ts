import { queryOptions } from '@tanstack/react-query';
import type { FleetView } from '#lib/views/fleet-view.ts';
import { getJson } from './get-json.ts';

/**
 * The whole fleet. It comes with the pages that show cells, the others fetch it. The live stream keeps it fresh, so it is never
 * stale by age; it is fetched again only when the stream says that the thread is lost.
 */
export const fleetQuery = queryOptions({
  queryKey: ['fleet'] as const,
  queryFn: ({ signal }) => getJson<FleetView>('/api/fleet', signal),
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: Number.POSITIVE_INFINITY,
  // The stream writes views that share what did not change; comparing 10,000 cells again would cost a frame.
  structuralSharing: false,
});

/** What a page that came without the cells tells of the fleet, until the whole is here. */
export const outlineKey = ['fleet-outline'] as const;
