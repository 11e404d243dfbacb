import type { ApprovalState, ApprovalSummary } from '#lib/domain/control/approval.ts';
import { duration } from '../format/times.ts';

/** A state in a word or two, and its mark: a shape of its own, so that colour is never alone. */
export const APPROVAL_WORDS: Readonly<Record<ApprovalState, { mark: string; word: string }>> = {
  waiting: { mark: '◔', word: 'waits' },
  approved: { mark: '✓', word: 'approved' },
  declined: { mark: '✕', word: 'declined' },
  withdrawn: { mark: '–', word: 'taken back' },
  expired: { mark: '○', word: 'nobody answered' },
  outdated: { mark: '≠', word: 'the world had moved' },
};

type Request = Pick<ApprovalSummary, 'state' | 'expiresAt' | 'by' | 'end' | 'you'>;

/** As it stands now: the browser knows that the time is over before the server says so. */
export function stateNow({ state, expiresAt }: Pick<Request, 'state' | 'expiresAt'>, now: number): ApprovalState {
  return state === 'waiting' && now >= expiresAt ? 'expired' : state;
}

/** How a request stands, in one sentence. */
export function approvalLead(request: Request, now: number): string {
  const by = request.end?.by?.name ?? 'Somebody';
  const mine = request.you.may === 'withdraw';
  switch (stateNow(request, now)) {
    case 'waiting': {
      const left = `${duration(request.expiresAt - now)} left`;
      if (mine) return `Waits for a second person, ${left}. Nothing was sent to AWS.`;
      return request.you.may === 'answer' ? `Waits for you or another second person, ${left}.` : `Waits for a second person, ${left}.`;
    }
    case 'approved':
      return `${by} approved it.`;
    case 'declined':
      return `${by} declined it. Nothing was sent to AWS.`;
    case 'withdrawn':
      return `${by} took it back. Nothing was sent to AWS.`;
    case 'expired':
      return 'Nobody answered in time. Nothing was sent to AWS.';
    case 'outdated':
      return `The world had moved when ${by} approved it. Nothing was sent to AWS.`;
  }
}

/** Those that wait now, for whoever may answer them first. */
export function waitingNow(requests: readonly ApprovalSummary[], now: number): ApprovalSummary[] {
  const rank = { answer: 0, withdraw: 1, look: 2 } as const;
  return requests
    .filter((request) => stateNow(request, now) === 'waiting')
    .toSorted((a, b) => rank[a.you.may] - rank[b.you.may] || a.expiresAt - b.expiresAt);
}
