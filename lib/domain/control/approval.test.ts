import { describe, expect, it } from 'vitest';
import { APPROVAL_MS, type ApprovalRequest, approvalAt, approvalEnds, approvalStanding } from './approval.ts';

const OLGA = { id: 'u-1', name: 'Olga', email: 'olga@orbit.example' };
const request = (over: Partial<ApprovalRequest> = {}): ApprovalRequest => ({
  id: 'a-1',
  verb: 'resume-wave',
  target: { component: 'router' },
  title: 'Resume router',
  by: OLGA,
  reason: 'fixed',
  at: 1_000,
  expiresAt: 2_000,
  state: 'waiting',
  plan: {} as ApprovalRequest['plan'],
  end: null,
  ...over,
});

describe('a request for approval', () => {
  it('waits a quarter of an hour, but never longer than the session of whoever asked', () => {
    expect(approvalEnds(1_000, Number.MAX_SAFE_INTEGER)).toBe(1_000 + APPROVAL_MS);
    expect(approvalEnds(1_000, 5_000)).toBe(5_000);
  });

  it('has expired from its last moment on', () => {
    expect(approvalAt(request(), 1_999).state).toBe('waiting');
    expect(approvalAt(request(), 2_000)).toMatchObject({ state: 'expired', end: { at: 2_000, by: null } });
  });

  it.each(['approved', 'declined', 'withdrawn', 'outdated'] as const)('that was %s stays so', (state) => {
    expect(approvalAt(request({ state }), 9_999).state).toBe(state);
  });
});

describe('who may do what about it', () => {
  const piet = { id: 'u-2', email: 'piet@orbit.example' };

  it('whoever asked takes it back and never answers it, whatever they may do', () => {
    for (const me of [OLGA, { id: 'U-1', email: null }, { id: 'u-9', email: 'OLGA@orbit.example' }]) {
      expect(approvalStanding(request(), me, { allowed: true })).toEqual({ may: 'withdraw' });
    }
  });

  it('another answers it who may do all of it, and nobody else', () => {
    expect(approvalStanding(request(), piet, { allowed: true })).toEqual({ may: 'answer' });
    expect(approvalStanding(request(), piet, { allowed: false, reason: 'limited to pre-production' })).toEqual({
      may: 'look',
      why: 'limited to pre-production',
    });
  });
});
