import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HealthChange, Store } from './store.ts';
import { approvalContract } from './testing/approval-contract.ts';
import { controlContract } from './testing/control-contract.ts';
import { costContract } from './testing/cost-contract.ts';
import { glassContract } from './testing/glass-contract.ts';
import { sessionContract } from './testing/session-contract.ts';

/** An engine under test: `open` may be called again after `close`, and finds what was kept. */
export interface StoreEngine {
  open(): Promise<Store>;
  remove(): Promise<void>;
}

const change = (cell: string, at: number, over: Partial<HealthChange> = {}): HealthChange => ({
  cell,
  at,
  from: 'healthy',
  to: 'critical',
  reason: 'errors 20.1 %',
  ...over,
});

/** What every engine of the store must do. */
export function storeContract(name: string, engine: () => Promise<StoreEngine>): void {
  describe(`the store on ${name}`, () => {
    let under: StoreEngine;
    let store: Store;
    beforeEach(async () => {
      under = await engine();
      store = await under.open();
    });
    afterEach(async () => {
      await store.close();
      await under.remove();
    });
    const reopen = async () => {
      await store.close();
      store = await under.open();
    };

    it('tells the changes of one cell, newest first, from a time on, up to a limit', async () => {
      await store.recordChanges([
        change('a', 10),
        change('a', 30),
        change('b', 40),
        change('a', 20, { from: null, to: 'no-data', reason: 'waiting' }),
      ]);
      expect(await store.changesOf('a', 20, 10)).toEqual([
        change('a', 30),
        change('a', 20, { from: null, to: 'no-data', reason: 'waiting' }),
      ]);
      expect(await store.changesOf('a', 0, 1)).toEqual([change('a', 30)]);
      expect(await store.changesOf('nobody', 0, 10)).toEqual([]);
    });

    it('keeps one of a change recorded twice, the first', async () => {
      await store.recordChanges([change('a', 10)]);
      await store.recordChanges([change('a', 10, { reason: 'again' }), change('a', 11)]);
      expect((await store.changesOf('a', 0, 10)).map(({ reason }) => reason)).toEqual(['errors 20.1 %', 'errors 20.1 %']);
    });

    it('hands the pieces of a picture over that came after a version, each as it was written last', async () => {
      const piece = (name: string, byte: number) => ({ name, body: Uint8Array.of(byte) });
      expect(await store.handOver(5, [piece('a', 1), piece('b', 1)])).toBe(true);
      expect(await store.handOver(6, [piece('b', 2)])).toBe(true);
      expect(await store.handedOver(5)).toEqual([{ ...piece('b', 2), version: 6 }]);
      expect(await store.handedOver(0)).toEqual([
        { ...piece('a', 1), version: 5 },
        { ...piece('b', 2), version: 6 },
      ]);
      await store.saveSnapshot('a', 9, Uint8Array.of(9));
      await store.dropPieces(6);
      expect(await store.handedOver(0)).toEqual([{ ...piece('b', 2), version: 6 }]);
      expect((await store.lastSnapshot('a'))?.at).toBe(9);
    });

    it('takes no piece of who was elected before, and none of it', async () => {
      const body = Uint8Array.of(1);
      await store.handOver(2 ** 32, [{ name: 'a', body }]);
      expect(await store.handOver(7, [{ name: 'b', body }])).toBe(false);
      expect(await store.handedOver(0)).toEqual([{ name: 'a', body, version: 2 ** 32 }]);
    });

    it('keeps two changes of the same moment to different states, the later one first', async () => {
      await store.recordChanges([change('a', 10, { to: 'degraded' })]);
      await store.recordChanges([change('a', 10, { from: 'degraded', to: 'critical' })]);
      expect((await store.changesOf('a', 0, 10)).map(({ to }) => to)).toEqual(['critical', 'degraded']);
    });

    it('records nothing when there is nothing to record', async () => {
      await store.recordChanges([]);
      expect(await store.changesOf('a', 0, 10)).toEqual([]);
    });

    it('forgets what is older, and says how many', async () => {
      await store.recordChanges([change('a', 10), change('b', 20), change('a', 30)]);
      expect(await store.forgetChanges(30)).toBe(2);
      expect(await store.changesOf('a', 0, 10)).toEqual([change('a', 30)]);
    });

    it('keeps times of today and any text', async () => {
      const at = Date.UTC(2026, 10, 24, 2, 14);
      const reason = "errors 20.1 % · '; DROP TABLE health_change; -- \u202e☂ <b>";
      await store.recordChanges([change('zürich-1', at, { reason })]);
      expect(await store.changesOf('zürich-1', at, 1)).toEqual([change('zürich-1', at, { reason })]);
    });

    it('keeps the last snapshot of a key, byte by byte, and none of another', async () => {
      expect(await store.lastSnapshot('fleet')).toBeNull();
      const body = new Uint8Array(5_000_000).map((_, i) => i % 251);
      await store.saveSnapshot('fleet', 1, Uint8Array.of(1, 2, 3));
      await store.saveSnapshot('fleet', 2, body);
      await store.saveSnapshot('other', 3, Uint8Array.of(9));
      const last = await store.lastSnapshot('fleet');
      expect(last?.at).toBe(2);
      expect(Buffer.compare(last?.body ?? new Uint8Array(), body)).toBe(0);
    });

    it('gives a snapshot that is taken to one, and has it no more', async () => {
      await store.saveSnapshot('taken', 5, Uint8Array.of(1, 2));
      await store.saveSnapshot('other', 6, Uint8Array.of(3));
      const taken = await Promise.all(Array.from({ length: 5 }, () => store.takeSnapshot('taken')));
      expect(taken.filter((one) => one !== null)).toEqual([{ at: 5, body: Uint8Array.of(1, 2) }]);
      expect(await store.lastSnapshot('taken')).toBeNull();
      expect(await store.lastSnapshot('other')).not.toBeNull();
    });

    it('finds everything again after it was closed', async () => {
      await store.recordChanges([change('a', 10)]);
      await store.saveSnapshot('fleet', 7, Uint8Array.of(7));
      await reopen();
      expect(await store.changesOf('a', 0, 10)).toEqual([change('a', 10)]);
      expect(await store.lastSnapshot('fleet')).toEqual({ at: 7, body: Uint8Array.of(7) });
    });

    it('takes 10,000 changes at once, and writers side by side', async () => {
      await store.recordChanges(Array.from({ length: 10_000 }, (_, i) => change(`cell-${i}`, 5)));
      await Promise.all(Array.from({ length: 20 }, (_, i) => store.recordChanges([change('a', i)])));
      expect(await store.changesOf('cell-9999', 0, 10)).toHaveLength(1);
      expect(await store.changesOf('a', 0, 100)).toHaveLength(20);
    });

    controlContract(() => store, reopen);
    approvalContract(() => store, reopen);
    glassContract(() => store, reopen);
    costContract(() => store, reopen);
    sessionContract(() => store, reopen);
  });
}
