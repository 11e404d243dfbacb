'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { PipelineView, RolloutsView } from '#lib/views/rollouts-view.ts';
import { RequestError } from '../read-problem.ts';
import { useFleet } from '../use-fleet.ts';
import { pipelineQuery, rolloutsQuery } from './rollouts-query.ts';

interface Followed<T> {
  view: T;
  /** Why the newest could not be fetched; what is shown is older. */
  problem: RequestError | null;
  retry(): void;
}

/** The matrix, from the first HTML on, fetched again when the stream says that a rollout moved. */
export function useRollouts(first: RolloutsView): Followed<RolloutsView> {
  const query = useQuery({ ...rolloutsQuery, initialData: first });
  useRefetchWhenMoved(query.data.version);
  return { view: query.data, problem: problemOf(query.error), retry: () => void query.refetch() };
}

/** One pipeline, likewise. */
export function usePipeline(name: string, first: PipelineView): Followed<PipelineView> {
  const query = useQuery({ ...pipelineQuery(name), initialData: first });
  useRefetchWhenMoved(query.data.version);
  return { view: query.data, problem: problemOf(query.error), retry: () => void query.refetch() };
}

function useRefetchWhenMoved(shown: string): void {
  const client = useQueryClient();
  const version = useFleet().view?.rolloutsVersion ?? null;
  useEffect(() => {
    if (version !== null && version !== shown) void client.invalidateQueries({ queryKey: ['rollouts'] });
  }, [client, version, shown]);
}

function problemOf(error: unknown): RequestError | null {
  return error instanceof RequestError ? error : null;
}
