import { environmentManager, QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { approvalQuery, approvalsQuery } from '../approvals/approval-queries.ts';
import { actionQuery } from './action-queries.ts';
import { followActions } from './follow-actions.ts';

let finishedAt: number | null = null;
let asked: string[] = [];
let client: QueryClient;
let follower: ReturnType<typeof followActions>;
beforeEach(() => {
  vi.useFakeTimers();
  // A server never asks by the clock.
  environmentManager.setIsServer(() => false);
  [finishedAt, asked] = [null, []];
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path);
    return Response.json({ id: path.split('/').at(-1), finishedAt, approvals: [] });
  });
  client = new QueryClient();
  follower = followActions(client);
});
afterEach(() => {
  client.clear();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A dialog that looks at an action. */
function look(id: string, live: boolean) {
  const observer = new QueryObserver(client, actionQuery(id, live));
  observer.subscribe(() => {});
  return observer;
}
const later = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const moved = (id: string) => follower.handle({ type: 'action', data: JSON.stringify({ id, state: 'acting' }) });

it('reads an action when the stream says that it moved, and seldom by the clock while the stream is there', async () => {
  look('one', true);
  await later(3_500);
  expect(asked).toEqual(['/api/actions/one']);
  moved('one');
  await later(0);
  expect(asked).toHaveLength(2);
  moved('another');
  follower.handle({ type: 'fleet', data: '{}' });
  await later(3_500);
  expect(asked).toHaveLength(2);
  // Another server of several may be the one that acts: its stream tells it, ours does not.
  await later(1_000);
  expect(asked).toHaveLength(3);
});

it('asks each second while the stream is down, until the action has ended', async () => {
  look('one', false);
  await later(3_500);
  expect(asked).toHaveLength(4);
  finishedAt = 1;
  await later(10_000);
  expect(asked).toHaveLength(5);
});

it('reads what the stream did not tell once it is back', async () => {
  look('one', true);
  await later(0);
  follower.catchUp();
  await later(0);
  expect(asked).toHaveLength(2);
});

it('reads what waits for a second person, and the list of it, when the stream says that it moved', async () => {
  const observer = new QueryObserver(client, approvalQuery('ask', true));
  observer.subscribe(() => {});
  const list = new QueryObserver(client, approvalsQuery);
  list.subscribe(() => {});
  await later(0);
  asked = [];
  follower.handle({ type: 'approval', data: JSON.stringify({ id: 'ask', state: 'approved' }) });
  await later(0);
  expect(asked.toSorted()).toEqual(['/api/approvals', '/api/approvals/ask']);
});
