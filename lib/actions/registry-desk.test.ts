import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '#lib/domain/audit/audit-entry.ts';
import type { Caller } from '#lib/domain/control/request.ts';
import { CONFIRMATION_KEY, decodeConfirmation } from '#lib/domain/registry/registry-confirmation.ts';
import { StoreError } from '#lib/store/store.ts';
import { ConfirmRegistry } from './registry-desk.ts';

const PAIR = { inForce: 'a'.repeat(64), held: 'b'.repeat(64) };
const LOSS = { before: 24, after: 3, lost: 21, added: 0, waves: [{ wave: 'small', lost: 21, of: 24, names: ['prod-use1-a'] }] };
const ANNA: Caller = {
  person: { id: 'anna', name: 'Anna Admin', email: null },
  grants: [{ role: 'admin' }],
  expiresAt: 1_000_000,
  sessionId: 'session-1',
  authenticatedAt: 0,
  origin: { address: '192.0.2.1', userAgent: 'test' },
};

function desk(options: { down?: boolean; held?: typeof PAIR | null } = {}) {
  const steps: string[] = [];
  const entries: AuditEntry[] = [];
  const kept = new Map<string, Uint8Array>();
  const append = async (more: readonly AuditEntry[]) => {
    entries.push(...more);
    steps.push(...more.map(({ kind }) => kind));
  };
  const registry = new ConfirmRegistry({
    clock: { now: () => 5_000 },
    ledger: { appendAudit: append },
    store: {
      appendAudit: options.down ? () => Promise.reject(new StoreError('unavailable', 'down')) : append,
      saveSnapshot: async (key, _at, body) => {
        kept.set(key, body);
        steps.push('kept');
      },
    },
    held: () => (options.held === null ? null : { ...LOSS, ...(options.held ?? PAIR) }),
    confirmed: () => void steps.push('told'),
  });
  return { registry, steps, entries, kept };
}

describe('confirming a registry', () => {
  it('is in the audit log before it is kept, with what goes, and after with what became of it', async () => {
    const { registry, steps, entries, kept } = desk();
    const { id } = await registry.confirm(PAIR, ANNA);
    expect(steps).toEqual(['intent', 'kept', 'told']);
    const confirmation = decodeConfirmation(kept.get(CONFIRMATION_KEY) ?? new Uint8Array());
    expect(confirmation).toEqual({ ...PAIR, id, by: ANNA.person });
    if (!confirmation) throw new Error('not kept');
    await registry.ended(confirmation, LOSS);
    await registry.ended(confirmation, null);
    expect(entries).toMatchObject([
      {
        kind: 'intent',
        verb: 'confirm-registry',
        person: { id: 'anna' },
        origin: { address: '192.0.2.1' },
        text: 'Confirm a registry without 21 of 24 cells',
        cells: ['prod-use1-a'],
        detail: { ...PAIR, loss: { lost: 21 } },
      },
      { kind: 'result', actionId: id, text: 'The registry without 21 of 24 cells is in force' },
      { kind: 'result', actionId: id, text: 'The confirmation fell away: a registry was another by then' },
    ]);
  });

  it.each([
    ['the one in force is another', { ...PAIR, inForce: 'c'.repeat(64) }],
    ['the one that is held is another', { ...PAIR, held: 'c'.repeat(64) }],
    ['none is held', null],
  ])('is refused when %s by now', async (_, held) => {
    const { registry, steps, kept } = desk({ held });
    await expect(registry.confirm(PAIR, ANNA)).rejects.toMatchObject({ code: 'registry-changed' });
    expect(steps).toEqual(['refusal']);
    expect(kept.size).toBe(0);
  });

  it('is refused while the audit log can not be written', async () => {
    const { registry, steps } = desk({ down: true });
    await expect(registry.confirm(PAIR, ANNA)).rejects.toMatchObject({ code: 'not-recorded' });
    expect(steps).toEqual([]);
  });

  it('by whoever may not is an entry too', async () => {
    const { registry, entries } = desk();
    await registry.refused(PAIR, ANNA);
    expect(entries).toMatchObject([{ kind: 'refusal', text: 'Refused (not-permitted): Only an admin confirms a registry.' }]);
  });
});
