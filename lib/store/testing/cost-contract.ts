import { expect, it } from 'vitest';
import type { OwnCalls } from '#lib/domain/cost/build-own-bill.ts';
import type { CostRecord, Store } from '../store.ts';

const NOW = Date.UTC(2026, 10, 24, 20);
const HOUR = 3_600_000;
const record = (period: string, part: number, ...body: number[]): CostRecord => ({
  ledger: 'days',
  period,
  part,
  body: Uint8Array.from(body),
});
const calls = (day: string, priceClass: OwnCalls['priceClass'], units: number, since = NOW): OwnCalls => ({
  day,
  priceClass,
  units,
  since,
});

/** What every engine must do for costs and our own calls. */
export function costContract(store: () => Store, reopen: () => Promise<void>): void {
  const fetched = async (at: number, records: CostRecord[], from = '2026-11-01') => {
    await store().claimCosts('a', at, at + HOUR, (await store().costState()).fetchedAt);
    for (const one of records) await store().stageCosts(at, [one]);
    await store().saveCosts('a', { fetchedAt: at, body: `{"at":${at}}` }, [{ ledger: 'days', from }]);
  };
  const all = async (ledger: CostRecord['ledger'] = 'days') => {
    const found: CostRecord[] = [];
    for (const period of await store().costPeriods(ledger)) found.push(...(await store().costRecords(ledger, period)));
    return found;
  };

  it('knows nothing of costs at first', async () => {
    expect(await store().costState()).toEqual({ fetchedAt: null, body: null, begun: null, failed: null });
    expect(await all()).toEqual([]);
    expect(await store().ownCalls('2026-01-01')).toEqual([]);
  });

  it('lets one holder alone fetch, until it is done, gives up or its time is over', async () => {
    expect(await store().claimCosts('a', NOW, NOW + HOUR, null)).toBe(true);
    expect(await store().claimCosts('b', NOW + 1, NOW + HOUR, null)).toBe(false);
    expect(await store().claimCosts('a', NOW + 1, NOW + 2 * HOUR, null)).toBe(true);
    await store().releaseCosts('b');
    expect(await store().claimCosts('b', NOW + 1, NOW + HOUR, null)).toBe(false);
    await store().releaseCosts('a');
    expect(await store().claimCosts('b', NOW + 1, NOW + HOUR, null)).toBe(true);
    expect(await store().claimCosts('c', NOW + HOUR, NOW + 2 * HOUR, null)).toBe(true);
  });

  it('lets one of many claim that come together', async () => {
    const won = await Promise.all(Array.from({ length: 20 }, (_, i) => store().claimCosts(`holder ${i}`, NOW, NOW + HOUR, null)));
    expect(won.filter(Boolean)).toHaveLength(1);
  });

  it('refuses a claim by what is out of date: another has fetched meanwhile', async () => {
    await store().claimCosts('a', NOW, NOW + HOUR, null);
    await fetched(NOW, []);
    expect(await store().claimCosts('b', NOW, NOW + HOUR, null)).toBe(false);
    expect(await store().claimCosts('b', NOW, NOW + HOUR, NOW)).toBe(true);
  });

  it('puts what was fetched in place of what was kept from a period on, and keeps it over a restart', async () => {
    await fetched(NOW, [record('2026-10-31', 0, 1), record('2026-11-01', 0, 2), record('2026-11-01', 1, 3)], '2026-01-01');
    await fetched(NOW + 1, [record('2026-11-01', 0, 4), record('2026-11-02', 0, 5)]);
    await reopen();
    expect(await all()).toEqual([record('2026-10-31', 0, 1), record('2026-11-01', 0, 4), record('2026-11-02', 0, 5)]);
    expect(await all('months')).toEqual([]);
    expect(await store().costState()).toMatchObject({ fetchedAt: NOW + 1, body: `{"at":${NOW + 1}}` });
  });

  it('shows nothing of a fetch before it is whole, and drops what a crashed one left', async () => {
    await fetched(NOW, [record('2026-11-01', 0, 1)]);
    await store().stageCosts(NOW + 1, [record('2026-11-01', 0, 2), record('2026-11-02', 3, 2)]);
    await reopen();
    expect(await all()).toEqual([record('2026-11-01', 0, 1)]);
    await fetched(NOW + 2, [record('2026-11-01', 0, 3)]);
    expect(await all()).toEqual([record('2026-11-01', 0, 3)]);
    await fetched(NOW + 3, []);
    expect(await all()).toEqual([]);
  });

  it('refuses to save a fetch whose claim has passed to another, and leaves all as it is', async () => {
    await fetched(NOW, [record('2026-11-01', 0, 1)]);
    await store().claimCosts('slow', NOW + 1, NOW + HOUR, NOW);
    await store().stageCosts(NOW + 1, [record('2026-11-01', 0, 2)]);
    await store().claimCosts('next', NOW + HOUR, NOW + 2 * HOUR, NOW);
    await store().stageCosts(NOW + HOUR, [record('2026-11-01', 0, 3)]);
    const replaced = [{ ledger: 'days' as const, from: '' }];
    await expect(store().saveCosts('slow', { fetchedAt: NOW + 1, body: '{}' }, replaced)).rejects.toThrow(/claim/);
    expect(await all()).toEqual([record('2026-11-01', 0, 1)]);
    await store().saveCosts('next', { fetchedAt: NOW + HOUR, body: '{}' }, replaced);
    expect(await all()).toEqual([record('2026-11-01', 0, 3)]);
  });

  it('keeps pages of the fetch under way over a crash, for whoever goes on with it, until it is saved', async () => {
    const page = (question: number, at: number, ...body: number[]) => ({ question, page: at, body: Uint8Array.from(body) });
    await store().claimCosts('a', NOW, NOW + 10, null);
    await store().beginCosts('a', 'first');
    await store().keepCostPage('a', NOW + HOUR, page(0, 0, 1));
    await store().keepCostPage('a', NOW + HOUR, page(0, 1, 2));
    await store().keepCostPage('a', NOW + HOUR, page(1, 0, 3));
    expect(await store().claimCosts('b', NOW + 10, NOW + HOUR, null)).toBe(false);
    await reopen();
    expect(await store().claimCosts('b', NOW + HOUR, NOW + 2 * HOUR, null)).toBe(true);
    expect(await store().costState()).toMatchObject({ fetchedAt: null, begun: 'first', failed: null });
    expect([await store().costPage(0, 0), await store().costPage(0, 1), await store().costPage(0, 2)]).toEqual([
      Uint8Array.of(1),
      Uint8Array.of(2),
      null,
    ]);
    // One after the other: one that is refused while another is waited for would be nobody's.
    for (const late of [
      () => store().keepCostPage('a', NOW + 3 * HOUR, page(1, 1, 4)),
      () => store().beginCosts('a', 'late'),
      () => store().dropCostPages('a', 0),
    ]) {
      await expect(late()).rejects.toThrow(/claim/);
    }
    await store().dropCostPages('b', 0);
    expect([await store().costPage(0, 0), await store().costPage(1, 0), await store().costPage(1, 1)]).toEqual([
      null,
      Uint8Array.of(3),
      null,
    ]);
    await store().saveCosts('b', { fetchedAt: NOW, body: '{}' }, []);
    expect([(await store().costState()).begun, await store().costPage(1, 0)]).toEqual([null, null]);
  });

  it('begins a fetch without the pages of the one before, and ends one without another', async () => {
    await store().claimCosts('a', NOW, NOW + HOUR, null);
    for (const begun of ['second', null]) {
      await store().beginCosts('a', 'first');
      await store().keepCostPage('a', NOW + HOUR, { question: 0, page: 0, body: Uint8Array.of(1) });
      await store().beginCosts('a', begun);
      expect([(await store().costState()).begun, await store().costPage(0, 0)]).toEqual([begun, null]);
    }
  });

  it('remembers how a fetch failed until one succeeds; giving a claim back changes nothing of it', async () => {
    await store().claimCosts('a', NOW, NOW + HOUR, null);
    await store().releaseCosts('b', 'not mine');
    await store().releaseCosts('a', 'throttled');
    await store().claimCosts('b', NOW, NOW + HOUR, null);
    await store().releaseCosts('b');
    await reopen();
    expect((await store().costState()).failed).toBe('throttled');
    await fetched(NOW, []);
    expect((await store().costState()).failed).toBeNull();
  });

  it('keeps daily traffic whatever is fetched, replaces single days, and forgets those before a period', async () => {
    const traffic = (period: string, ...body: number[]): CostRecord => ({ ...record(period, 0, ...body), ledger: 'traffic' });
    await store().saveTraffic([traffic('2026-10-31', 1), traffic('2026-11-01', 2)]);
    await store().saveTraffic([traffic('2026-11-01', 3)]);
    await fetched(NOW, []);
    expect(await all('traffic')).toEqual([traffic('2026-10-31', 1), traffic('2026-11-01', 3)]);
    expect(await store().forgetCostRecords('traffic', '2026-11-01')).toBe(1);
    expect(await all('traffic')).toEqual([traffic('2026-11-01', 3)]);
  });

  it('adds up our own calls by day and price class, over restarts', async () => {
    await store().addOwnCalls([calls('2026-11-23', 'metrics', 96), calls('2026-11-24', 'metrics', 96), calls('2026-11-24', 'free', 3)]);
    await reopen();
    await store().addOwnCalls([calls('2026-11-24', 'metrics', 4, NOW + HOUR)]);
    await store().addOwnCalls([]);
    expect(await store().ownCalls('2026-11-24')).toEqual([calls('2026-11-24', 'free', 3), calls('2026-11-24', 'metrics', 100)]);
    expect(await store().ownCalls('2026-11-01')).toHaveLength(3);
  });
}
