'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { CostsStatusView, CostsView } from '#lib/views/costs-view.ts';
import { RequestError } from '../read-problem.ts';
import { costsQuery, costsStatusQuery } from './costs-query.ts';

/** What came with the first HTML, of one ask. */
export interface FirstAnswer {
  ask: string;
  status: CostsStatusView;
  view: CostsView | null;
  refusal: string | null;
  /** Epoch ms. */
  at: number;
}

interface OpenCosts {
  /** Null while nothing is known, or what is asked was refused. */
  view: CostsView | null;
  status: CostsStatusView;
  /** Why what is asked can't be shown, in a sentence. */
  refusal: string | null;
  /** Why the newest could not be fetched; what is shown is older. */
  problem: RequestError | null;
  /** While `view` is still what was asked before. */
  waiting: boolean;
  retry(): void;
}

/** The costs of one ask, from the first HTML on; asked for again when the server has newer ones. */
export function useCosts(first: FirstAnswer, ask: string): OpenCosts {
  const client = useQueryClient();
  const status = useQuery({ ...costsStatusQuery, initialData: first.status, initialDataUpdatedAt: first.at }).data;
  const isFirst = ask === first.ask;
  const [came] = useState(first.view);
  const query = useQuery({
    ...costsQuery(ask),
    enabled: status.known && !(isFirst && first.refusal !== null),
    // Its first rows alone are old at once: the others are fetched.
    ...(isFirst && came ? { initialData: came, initialDataUpdatedAt: came.rows.length < came.rowCount ? 0 : first.at } : {}),
    ...(isFirst && came && came.rows.length < came.rowCount ? { staleTime: 0, refetchOnMount: true } : {}),
  });
  const { error } = query;
  const refusal =
    isFirst && first.refusal !== null ? first.refusal : error instanceof RequestError && error.status === 400 ? error.message : null;

  const shown = query.data?.version ?? null;
  useEffect(() => {
    if (shown !== null && shown !== status.version) void client.invalidateQueries({ queryKey: ['costs', 'figures'] });
  }, [client, shown, status.version]);

  return {
    view: refusal === null ? (query.data ?? null) : null,
    status,
    refusal,
    problem: refusal === null && error instanceof RequestError && query.data ? error : null,
    waiting: query.isPlaceholderData,
    retry: () => void query.refetch(),
  };
}
