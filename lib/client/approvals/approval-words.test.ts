import { describe, expect, test } from 'vitest';
import type { ApprovalSummary } from '#lib/domain/control/approval.ts';
import { approvalLead, stateNow, waitingNow } from './approval-words.ts';

const MINUTE = 60_000;
const request = (over: Partial<ApprovalSummary> = {}): ApprovalSummary => ({
  id: 'a',
  verb: 'resume-wave',
  target: { component: 'router' },
  title: 'Resume router',
  by: { id: 'u-1', name: 'Olga', email: null },
  reason: 'fixed',
  at: 0,
  expiresAt: 15 * MINUTE,
  state: 'waiting',
  end: null,
  you: { may: 'answer' },
  ...over,
});
const ended = (state: ApprovalSummary['state']) =>
  request({ state, end: { at: 1, by: { id: 'u-2', name: 'Piet', email: null }, reason: null, difference: [] } });

test('a request is over for the page when its time is, whether or not the server has said so', () => {
  expect(stateNow(request(), 15 * MINUTE - 1)).toBe('waiting');
  expect(stateNow(request(), 15 * MINUTE)).toBe('expired');
  expect(stateNow(ended('declined'), 99 * MINUTE)).toBe('declined');
});

describe('how it stands is told', () => {
  test.each([
    ['to whoever asked', request({ you: { may: 'withdraw' } }), 'Waits for a second person, 14\u00a0min left. Nothing was sent to AWS.'],
    ['to whoever may answer', request(), 'Waits for you or another second person, 14\u00a0min left.'],
    ['to others', request({ you: { may: 'look', why: 'x' } }), 'Waits for a second person, 14\u00a0min left.'],
    ['once it was declined', ended('declined'), 'Piet declined it. Nothing was sent to AWS.'],
    ['once it was outdated', ended('outdated'), 'The world had moved when Piet approved it. Nothing was sent to AWS.'],
  ])('%s', (_, given, text) => {
    expect(approvalLead(given, MINUTE)).toBe(text);
  });
});

test('what waits is told first to whoever may answer it, the most urgent first', () => {
  const requests = [
    request({ id: 'mine', you: { may: 'withdraw' } }),
    request({ id: 'later' }),
    request({ id: 'sooner', expiresAt: 5 * MINUTE }),
    ended('approved'),
    request({ id: 'over', expiresAt: 1 }),
  ];
  expect(waitingNow(requests, MINUTE).map(({ id }) => id)).toEqual(['sooner', 'later', 'mine']);
});
