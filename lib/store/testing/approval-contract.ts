import { expect, it } from 'vitest';
import type { ApprovalRequest } from '#lib/domain/control/approval.ts';
import type { Store, StoredApproval } from '../store.ts';
import { auditEntry, storedAction } from './control-contract.ts';

const approval = (id: string, over: Partial<ApprovalRequest> = {}, key = id): StoredApproval => {
  const { plan, action } = storedAction(id);
  return {
    request: {
      id,
      verb: 'roll-back',
      target: { component: 'router' },
      title: 'Roll back router',
      by: action.by,
      reason: 'errors \u202e☂',
      at: 10,
      expiresAt: 100,
      state: 'waiting',
      plan,
      end: null,
      ...over,
    },
    plan: { ...plan, title: 'whole' },
    start: { verb: 'roll-back', target: { component: 'router' }, fingerprint: 'f', reason: 'errors', typedName: 'router' },
    caller: {
      person: action.by,
      grants: [{ role: 'operator', approvals: 2 }],
      expiresAt: 1_000,
      sessionId: 's-1',
      authenticatedAt: 1,
      origin: { address: '192.0.2.1', userAgent: null },
    },
    key,
    bodyHash: 'h',
  };
};

const ended = ({ request }: StoredApproval, state: ApprovalRequest['state']): ApprovalRequest => ({
  ...request,
  state,
  end: { at: 50, by: { id: 'u-2', name: 'Piet', email: null }, reason: 'no', difference: ['moved'] },
});

/** What every engine must do with what waits for a second person. */
export function approvalContract(current: () => Store, reopen: () => Promise<void>): void {
  const log = async () => (await current().searchAudit({}, null, 100)).map(({ id }) => id);

  it('keeps a request for approval once for a person and key, with its entries', async () => {
    const first = approval('r-1', {}, 'k');
    expect(await current().recordApproval(first, [auditEntry('a')])).toBeNull();
    expect(await current().recordApproval(approval('r-2', {}, 'k'), [auditEntry('b')])).toEqual(first);
    await reopen();
    expect(await current().findApproval('r-1')).toEqual(first);
    expect(await current().findApproval('r-2')).toBeNull();
    expect(await current().findApprovalByKey('u-1', 'k')).toEqual(first);
    expect(await current().findApprovalByKey('u-2', 'k')).toBeNull();
    expect(await log()).toEqual(['a']);
  });

  it('ends a request that waits once, however many end it at the same moment', async () => {
    const first = approval('r-1');
    await current().recordApproval(first, []);
    const states = ['declined', 'withdrawn', 'expired', 'outdated'] as const;
    const outcomes = await Promise.all(states.map((state) => current().endApproval(ended(first, state), [auditEntry(state)])));
    expect(outcomes.filter(Boolean)).toHaveLength(1);
    const winner = states[outcomes.indexOf(true)];
    expect((await current().findApproval('r-1'))?.request).toEqual(ended(first, winner ?? 'waiting'));
    expect(await log()).toEqual([winner]);
    expect(await current().endApproval(ended(approval('nobody'), 'declined'), [])).toBe(false);
  });

  it('begins an approved action together with the end of its request, or not at all', async () => {
    const first = approval('r-1', {}, 'k');
    await current().recordApproval(first, []);
    const action = storedAction('r-1', 'k');
    const approved = ended(first, 'approved');
    await current().recordIntent(storedAction('other'), [], ['router']);
    expect(await current().recordIntent(action, [auditEntry('a')], ['router'], approved)).toMatchObject({ kind: 'busy' });
    expect((await current().findApproval('r-1'))?.request.state).toBe('waiting');
    expect(await current().recordIntent(action, [auditEntry('b')], [], approved)).toEqual({ kind: 'recorded' });
    expect((await current().findApproval('r-1'))?.request).toEqual(approved);
    expect(await current().recordIntent(storedAction('r-3', 'k3'), [auditEntry('c')], [], approved)).toEqual({ kind: 'not-waiting' });
    expect(await current().findAction('r-3')).toBeNull();
    expect(await log()).toEqual(['b']);
  });

  it('tells what waits, however old, and what was asked for lately, newest first', async () => {
    await current().recordApproval(approval('old', { at: 1 }), []);
    await current().recordApproval(approval('over', { at: 2, state: 'expired' }), []);
    await current().recordApproval(approval('late', { at: 30, state: 'declined' }), []);
    await current().recordApproval(approval('new', { at: 40 }), []);
    const told = async (limit: number) => (await current().approvals(30, limit)).map(({ request }) => request.id);
    expect(await told(10)).toEqual(['new', 'late', 'old']);
    expect(await told(1)).toEqual(['new']);
  });
}
