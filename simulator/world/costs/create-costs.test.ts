import { describe, expect, test } from 'vitest';
import { createWorld } from '../create-world.ts';
import type { BillPayer } from './bill-payer.ts';
import { DAY_MS } from './billing-calendar.ts';
import type { ChargeKind, RecordType } from './charge-kind.ts';
import type { Charge } from './charge-of-day.ts';
import type { CostsWorld } from './costs-world.ts';

/** A Tuesday. */
const NOW = Date.UTC(2026, 10, 24, 20);
const dayOf = (date: string) => Date.parse(date) / DAY_MS;
const worldAt = (now: number, cells = 24, seed = 1) => createWorld({ cells, seed, clock: { now: () => now }, quiet: true });

type Line = Charge & { payer: BillPayer; kind: ChargeKind };
function linesOf(costs: CostsWorld, date: string, now = NOW): Line[] {
  const day = dayOf(date);
  const at = costs.day(day, now);
  return costs.payers
    .filter(({ until }) => until === null || day < until)
    .flatMap((payer) =>
      payer.kinds.flatMap((kind) => {
        const out = { unblended: 0, amortized: 0, netUnblended: 0, netAmortized: 0, usage: 0, normalized: 0 };
        return costs.charge(payer, kind, costs.millions(payer, day), at, out) ? [{ ...out, payer, kind }] : [];
      }),
    );
}
const total = (lines: readonly Line[], metric: keyof Charge = 'amortized') => lines.reduce((sum, line) => sum + line[metric], 0);
const ofType = (lines: readonly Line[], ...types: RecordType[]) => lines.filter(({ kind }) => types.includes(kind.recordType));
const ofAccount = (lines: readonly Line[], accountId: string) => lines.filter(({ payer }) => payer.accountId === accountId);

describe('a bill', () => {
  const world = worldAt(NOW);
  const { costs } = world;

  test('is the same for the same seed and time, and another for another seed', () => {
    const days = ['2026-11-18', '2026-10-01', '2025-11-05'];
    const figures = (of: CostsWorld) =>
      days.map((date) => linesOf(of, date).map((line) => [line.payer.accountId, line.kind.usageType, line.amortized]));
    expect(figures(worldAt(NOW).costs)).toEqual(figures(costs));
    expect(figures(worldAt(NOW, 24, 2).costs)).not.toEqual(figures(costs));
  });

  test('of a past month stays what it is as time goes on', () => {
    const later = NOW + 20 * DAY_MS;
    expect(linesOf(costs, '2026-09-17', later).map(({ unblended }) => unblended)).toEqual(
      linesOf(costs, '2026-09-17').map(({ unblended }) => unblended),
    );
  });

  test('has ten and more services, and all accounts that run', () => {
    const lines = linesOf(costs, '2026-11-18');
    expect(new Set(lines.map(({ kind }) => kind.service)).size).toBeGreaterThanOrEqual(10);
    const running = [...world.accounts.values()].filter(({ state }) => state === 'ACTIVE').map(({ id }) => id);
    expect(new Set(lines.map(({ payer }) => payer.accountId))).toEqual(new Set(running));
  });

  test('is lower at weekends, by what traffic costs and by nothing else', () => {
    const cell = world.cells.find(({ wave, state }) => wave === 'large' && state === 'in-service');
    const [saturday, monday] = ['2026-10-17', '2026-10-19'].map((date) => ofAccount(linesOf(costs, date), cell?.accountId ?? '')) as [
      Line[],
      Line[],
    ];
    expect(total(saturday)).toBeLessThan(0.95 * total(monday));
    const fixed = (lines: Line[]) => total(lines.filter(({ kind }) => kind.perMillion === 0 && !kind.grows));
    expect(fixed(saturday)).toBe(fixed(monday));
  });

  test('follows size: a large cell costs a multiple of a small one, and any cell has its overhead', () => {
    const lines = linesOf(costs, '2026-11-18');
    const mean = (wave: string) => {
      const cells = world.cells.filter((cell) => cell.wave === wave && cell.state === 'in-service');
      return cells.reduce((sum, { accountId }) => sum + total(ofAccount(lines, accountId)), 0) / cells.length;
    };
    expect(mean('large')).toBeGreaterThan(2.5 * mean('small'));
    expect(mean('small')).toBeGreaterThan(2 * mean('pre-production'));
    expect(mean('pre-production')).toBeGreaterThan(5);
  });

  test('gives the payer the Savings Plan fee: cells show what they use in amortized figures only', () => {
    const lines = linesOf(costs, '2026-11-18');
    expect(total(ofType(lines, 'SavingsPlanCoveredUsage', 'SavingsPlanNegation'), 'unblended')).toBe(0);
    expect(total(ofType(lines, 'SavingsPlanCoveredUsage'))).toBeGreaterThan(0);
    expect(ofType(lines, 'SavingsPlanRecurringFee').map(({ payer }) => payer.accountId)).toEqual(['100000000001']);
    expect(total(lines)).toBeCloseTo(total(lines, 'unblended'), 6);
    expect(total(lines, 'netAmortized')).toBeLessThan(total(lines));
  });

  test('has taxes on the first, refunds at once, and credits and support only a week after the month', () => {
    const first = (date: string, now?: number) => linesOf(costs, date, now);
    expect(total(ofType(first('2026-11-01'), 'Tax'))).toBeGreaterThan(0);
    expect(ofType(first('2026-11-02'), 'Tax', 'Support', 'Credit')).toEqual([]);
    expect(ofType(first('2026-11-01'), 'Support', 'Credit')).toEqual([]);
    expect(total(ofType(first('2026-10-01'), 'Credit'))).toBeLessThan(0);
    expect(ofType(first('2026-10-01'), 'Support').map(({ payer }) => payer.accountId)).toEqual(['100000000001']);
    const fifth = Date.UTC(2026, 10, 5, 23);
    expect(ofType(first('2026-10-01', fifth), 'Support', 'Credit')).toEqual([]);
    expect(ofType(first('2026-10-01', fifth + DAY_MS), 'Support')).toHaveLength(1);
    expect(total(ofType(first('2026-11-12'), 'Refund'))).toBeLessThan(0);
  });

  test('knows the last day or two in part', () => {
    // At 20:00 figures are those of 16:00, some ten hours behind.
    expect(['2026-11-22', '2026-11-23', '2026-11-24', '2026-11-25'].map((date) => costs.day(dayOf(date), NOW).known)).toEqual([
      1, 1, 0.25, 0,
    ]);
    expect(costs.day(dayOf('2026-11-23'), NOW - 19 * 3_600_000).known).toBeCloseTo(14 / 24);
    expect(total(linesOf(costs, '2026-11-24'))).toBeLessThan(0.3 * total(linesOf(costs, '2026-11-23')));
    expect(linesOf(costs, '2026-11-25')).toEqual([]);
  });

  test('of a suspended account ends', () => {
    expect(ofAccount(linesOf(costs, '2026-06-30'), '100000000007')).not.toEqual([]);
    expect(ofAccount(linesOf(costs, '2026-07-01'), '100000000007')).toEqual([]);
  });

  test('of a cell on another cloud is none', () => {
    const large = worldAt(NOW, 120);
    const google = large.cells.find(({ cloud }) => cloud === 'gcp');
    expect(ofAccount(linesOf(large.costs, '2026-11-18'), google?.accountId ?? '')).toEqual([]);
  });

  test('has tags: a part of the shared account is each cell’s, and a remainder nobody’s', () => {
    const lines = ofAccount(linesOf(costs, '2026-11-18'), '100000000004');
    const cells = new Set(lines.map(({ payer, kind }) => costs.tag('Cell', payer, kind)));
    expect(cells).toEqual(new Set([null, ...world.cells.map(({ name }) => name)]));
    const components = new Set(linesOf(costs, '2026-11-18').map(({ payer, kind }) => costs.tag('component', payer, kind)));
    expect(components).toEqual(new Set([null, 'router', 'cache-engine', 'auth', 'topics']));
  });
});

describe('the truth', () => {
  test.each([1, 12, 24, 120])('of %i cells: the anomaly is one service of one cell, on its days alone', (cells) => {
    const { costs } = worldAt(NOW, cells);
    const { anomaly } = costs.truth();
    if (!anomaly) throw new Error('There is no anomaly');
    const serviceOn = (date: string) =>
      total(
        ofAccount(linesOf(costs, date), anomaly.accountId).filter(({ kind }) => kind.service === anomaly.service),
        'unblended',
      );
    const allOn = (date: string) => total(ofAccount(linesOf(costs, date), anomaly.accountId));
    expect(anomaly.days).toHaveLength(4);
    expect(anomaly.days.every(({ date }) => NOW - Date.parse(date) > 2 * DAY_MS && NOW - Date.parse(date) < 14 * DAY_MS)).toBe(true);
    for (const { date, excessUsd } of anomaly.days) {
      const before = new Date(Date.parse(date) - 14 * DAY_MS).toISOString().slice(0, 10);
      expect(serviceOn(date) - serviceOn(before)).toBeCloseTo(Number(excessUsd), cells === 1 ? 1 : 0);
      expect(serviceOn(date)).toBeGreaterThan(1.5 * serviceOn(before));
      expect(allOn(date)).toBeGreaterThan(1.05 * allOn(before));
    }
  });

  test('the anomaly is the same for worlds that begin in the same week', () => {
    const monday = Date.UTC(2026, 10, 23, 1);
    const [first, last, next] = [0, 6, 7].map((days) =>
      worldAt(monday + days * DAY_MS)
        .costs.truth()
        .anomaly?.days.map(({ date }) => date),
    );
    expect(first).toEqual(['2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20']);
    expect(last).toEqual(first);
    expect(next?.[0]).toBe('2026-11-24');
  });

  test('the idle cell has its full size and next to no traffic', () => {
    const world = worldAt(NOW);
    const { idle } = world.costs.truth();
    const lines = ofAccount(linesOf(world.costs, '2026-11-18'), idle?.accountId ?? '');
    const [payer] = lines.map((line) => line.payer);
    const peers = world.cells.filter(
      ({ wave, state }) => wave === world.cells.find(({ name }) => name === idle?.cell)?.wave && state === 'in-service',
    );
    const peer = linesOf(world.costs, '2026-11-18').find((line) => line.payer.accountId === peers[0]?.accountId)?.payer;
    expect(payer?.size).toBe(peer?.size);
    expect(total(lines)).toBeGreaterThan(50);
    const day = dayOf('2026-11-18');
    expect(payer && world.costs.millions(payer, day)).toBeLessThan(0.01 * ((peer && world.costs.millions(peer, day)) ?? 0));
    expect(worldAt(NOW, 6).costs.truth().idle).toBeNull();
  });

  test('names the accounts that are no cell’s', () => {
    expect(worldAt(NOW).costs.truth().unclaimedAccountIds).toEqual(Array.from({ length: 7 }, (_, i) => `10000000000${i + 1}`));
  });
});
