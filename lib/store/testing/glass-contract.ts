import { expect, it } from 'vitest';
import type { BrokenGlass } from '#lib/domain/access/broken-glass.ts';
import type { Store } from '../store.ts';
import { auditEntry } from './control-contract.ts';

const glass = (id: string, over: Partial<BrokenGlass> = {}): BrokenGlass => ({
  id,
  by: { id: 'u-1', name: 'Omar', email: null },
  roles: ['operator'],
  reason: 'cells on fire ☂',
  at: 10,
  endsAt: 100,
  ended: null,
  ...over,
});

/** What every engine must do with broken glass. */
export function glassContract(current: () => Store, reopen: () => Promise<void>): void {
  it('keeps which glass is broken, with its entries, and never takes one that has ended for broken again', async () => {
    await current().keepGlass(glass('g-1'), [auditEntry('a')]);
    await current().keepGlass(glass('g-2'), []);
    await current().keepGlass(glass('g-1', { ended: { at: 50, by: null } }), [auditEntry('b'), auditEntry('a')]);
    await current().keepGlass(glass('g-1'), []);
    await reopen();
    expect(await current().openGlasses()).toEqual([glass('g-2')]);
    expect((await current().searchAudit({}, null, 10)).map(({ id }) => id)).toEqual(['b', 'a']);
  });
}
