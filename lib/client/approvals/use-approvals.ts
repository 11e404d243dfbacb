'use client';

import { useQuery } from '@tanstack/react-query';
import type { ApprovalSummary } from '#lib/domain/control/approval.ts';
import { useNow } from '../use-now.ts';
import { approvalsQuery } from './approval-queries.ts';
import { waitingNow } from './approval-words.ts';

/** What waits for a second person now. @param first as the page came; null for whoever is not asked: then nothing is read */
export function useWaitingApprovals(first: readonly ApprovalSummary[] | null): readonly ApprovalSummary[] {
  const { data = [] } = useQuery({ ...approvalsQuery, enabled: first !== null, ...(first ? { initialData: first } : {}) });
  return waitingNow(data, useNow());
}
