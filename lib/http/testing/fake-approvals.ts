import { ActionError } from '#lib/domain/control/action-error.ts';
import type { ApprovalSummary, ApprovalView } from '#lib/domain/control/approval.ts';
import type { ApprovalDesk } from '#lib/runtime-contract.ts';

const summary = { id: 'ask-1', title: 'Resume router', state: 'waiting', you: { may: 'answer' } } as ApprovalSummary;

/** One request that waits, `ask-1`, which takes any answer. */
export function fakeApprovals(): ApprovalDesk {
  const known = (id: string) => {
    if (id !== summary.id) throw new ActionError('no-such-approval', 'There is none.');
    return summary as ApprovalView;
  };
  return {
    list: async () => [summary],
    find: async (id) => (id === summary.id ? (summary as ApprovalView) : null),
    changes: async (id) => [known(id).title],
    approve: async (id) => ({ id: known(id).id }),
    decline: async (id) => known(id),
    withdraw: async (id) => known(id),
    refused: async () => {},
  };
}
