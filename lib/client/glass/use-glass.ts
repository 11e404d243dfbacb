'use client';

import { queryOptions, useQuery } from '@tanstack/react-query';
import type { BrokenGlassView } from '#lib/domain/access/broken-glass.ts';
import { getJson } from '../get-json.ts';
import { useNow } from '../use-now.ts';
import { glassKey } from './glass-key.ts';

/** The event stream tells it at once; this is for a stream that is down. */
const SELDOM_MS = 30_000;

const glassQuery = queryOptions({
  queryKey: glassKey,
  queryFn: async ({ signal }) => (await getJson<{ broken: readonly BrokenGlassView[] }>('/api/glass', signal)).broken,
  refetchInterval: SELDOM_MS,
  staleTime: SELDOM_MS,
});

/** Who has broken the glass, as of now. @param first as the page came */
export function useGlass(first: readonly BrokenGlassView[]): readonly BrokenGlassView[] {
  const { data } = useQuery({ ...glassQuery, initialData: first });
  const now = useNow();
  return data.filter(({ endsAt }) => endsAt > now);
}
