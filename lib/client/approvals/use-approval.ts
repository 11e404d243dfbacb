'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Action } from '#lib/domain/control/action.ts';
import type { ApprovalView } from '#lib/domain/control/approval.ts';
import { actionQuery } from '../actions/action-queries.ts';
import { RequestError } from '../read-problem.ts';
import { useLive } from '../use-live.ts';
import { approvalKey, approvalsKey } from './approval-keys.ts';
import { type Answer, answerApproval, approvalQuery } from './approval-queries.ts';

export interface ApprovalFlow {
  /** Null while it is read, or where it can't be. */
  request: ApprovalView | null;
  /** The action once it was approved and begun. */
  action: Action | null;
  /** Why it can't be read, or why the last answer was not taken. */
  problem: RequestError | null;
  sending: boolean;
  /** Says something to it; a second call while one is on its way does nothing. */
  answer(answer: Answer, reason: string): void;
  retry(): void;
}

/** Follows a request for a second person, and the action that it becomes. @param id null while there is none */
export function useApproval(id: string | null, first?: ApprovalView): ApprovalFlow {
  const client = useQueryClient();
  const live = useLive().state === 'live';
  const [sending, setSending] = useState(false);
  const [refused, setRefused] = useState<RequestError | null>(null);
  const read = useQuery({ ...approvalQuery(id ?? '', live), enabled: id !== null, ...(first ? { initialData: first } : {}) });
  const request = id === null ? null : (read.data ?? null);
  const followed = useQuery({ ...actionQuery(id ?? '', live), enabled: request?.state === 'approved' });
  const retry = () => {
    setRefused(null);
    void client.invalidateQueries({ queryKey: approvalKey(id ?? '') });
    void client.invalidateQueries({ queryKey: approvalsKey });
  };

  async function send(answer: Answer, reason: string) {
    if (id === null) return;
    setSending(true);
    setRefused(null);
    try {
      await answerApproval(id, answer, reason);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      setRefused(error);
    } finally {
      setSending(false);
      await client.invalidateQueries({ queryKey: approvalKey(id) });
      void client.invalidateQueries({ queryKey: approvalsKey });
    }
  }

  return {
    request,
    action: followed.data ?? null,
    problem: refused ?? (read.error instanceof RequestError ? read.error : null),
    sending,
    answer: (answer, reason) => {
      if (!sending) void send(answer, reason);
    },
    retry,
  };
}
