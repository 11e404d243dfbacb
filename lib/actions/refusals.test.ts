import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '#lib/domain/audit/audit-entry.ts';
import type { Caller, PlanRequest } from '#lib/domain/control/request.ts';
import { Refusals } from './refusals.ts';

const caller = (id: string): Caller => ({
  person: { id, name: id, email: null },
  grants: [{ role: 'operator', environments: ['pre-production'] }],
  expiresAt: 1_000_000,
  sessionId: 's-1',
  authenticatedAt: 0,
  origin: { address: '192.0.2.1', userAgent: 'test' },
});
const HALT: PlanRequest = { verb: 'halt-rollout', target: { component: 'router' } };
const PAUSE: PlanRequest = { verb: 'pause-wave', target: { component: 'router' } };
const refused = { code: 'not-permitted', message: 'your control is limited to pre-production' };

function refusals(afterMs = 60_000) {
  const entries: AuditEntry[] = [];
  const ledger = { appendAudit: async (more: readonly AuditEntry[]) => void entries.push(...more) };
  return { entries, refusals: new Refusals(ledger, { now: () => 5_000 }, afterMs) };
}

async function ask(of: Refusals, request: PlanRequest, person: string, times: number) {
  for (let i = 0; i < times; i++) await of.write(request, caller(person), refused);
}

describe('refusals in the audit log', () => {
  it('are an entry each, while a person asks as people do', async () => {
    const { refusals: of, entries } = refusals();
    await ask(of, HALT, 'piet', 10);
    expect(entries).toHaveLength(10);
    await of.stop();
    expect(entries).toHaveLength(10);
  });

  it('of somebody who asks without end are counted in one', async () => {
    const { refusals: of, entries } = refusals();
    await ask(of, HALT, 'piet', 10_000);
    await of.stop();
    expect(entries).toHaveLength(11);
    expect(entries[10]).toMatchObject({
      kind: 'refusal',
      person: { id: 'piet' },
      verb: 'halt-rollout',
      text: 'Refused 9990 more times, at last (not-permitted): your control is limited to pre-production',
      detail: { count: 9990 },
    });
  });

  it('of one person or verb hide none of another', async () => {
    const { refusals: of, entries } = refusals();
    await ask(of, HALT, 'piet', 50);
    await ask(of, PAUSE, 'piet', 1);
    await ask(of, HALT, 'olga', 1);
    expect(entries.slice(10).map(({ person, verb }) => `${person?.id} ${verb}`)).toEqual(['piet pause-wave', 'olga halt-rollout']);
  });

  it('are summed up by themselves, and then written one by one again', async () => {
    const { refusals: of, entries } = refusals(20);
    await ask(of, HALT, 'piet', 12);
    await expect.poll(() => entries.length).toBe(11);
    await ask(of, HALT, 'piet', 1);
    expect(entries[11]?.text).toBe('Refused (not-permitted): your control is limited to pre-production');
    await of.stop();
  });
});
