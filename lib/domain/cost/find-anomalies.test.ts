import { describe, expect, it } from 'vitest';
import type { CostAnomaly } from './anomaly.ts';
import { Attribution } from './attribution.ts';
import { dayText, parseDay } from './calendar.ts';
import type { CostLine } from './cost-facts.ts';
import { findAnomalies } from './find-anomalies.ts';
import { type CostWorld, factsOf, quietWorld, THROUGH, thrice } from './testing/cost-world.ts';
import { TrafficDays } from './traffic-days.ts';

const COMPLETE = THROUGH - 2;

function anomalies(world: CostWorld, lines: readonly CostLine[] = world.lines): CostAnomaly[] {
  const facts = factsOf(lines, world.first);
  return findAnomalies(facts.days, new Attribution(world.registry, facts), new TrafficDays(world.traffic), COMPLETE);
}

/** The lines with one service of one cell costing `times` as much from `first` to `last`. */
function jumped(
  world: CostWorld,
  cell: number,
  service: string,
  first: string,
  last: string,
  times: number,
): { lines: CostLine[]; excess: number } {
  const { accountId } = world.registry.cells[cell] as { accountId: string };
  let excess = 0;
  const lines = world.lines.map((one) => {
    if (one.accountId !== accountId || one.service !== service || one.kind !== 'usage' || one.period < first || one.period > last)
      return one;
    const usual = Number(one.netAmortized);
    if (one.period <= dayText(COMPLETE)) excess += usual * (times - 1);
    return { ...one, ...thrice((usual * times).toFixed(10)) };
  });
  return { lines, excess };
}

describe('quiet days', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('of 24 cells over 90 days have no anomaly (seed %i)', (seed) => {
    expect(anomalies(quietWorld({ cells: 24, seed }))).toEqual([]);
  });

  it('that are twice as noisy have none either', () => {
    for (const seed of [11, 12, 13]) expect(anomalies(quietWorld({ cells: 24, seed, noise: 0.12 }))).toEqual([]);
  });

  it('of ten months have none', () => {
    expect(anomalies(quietWorld({ cells: 6, days: 300, seed: 21 }))).toEqual([]);
  });

  it('that are not over yet are not judged', () => {
    const world = quietWorld({ cells: 3 });
    expect(anomalies(world, jumped(world, 1, 'Amazon DynamoDB', '2026-11-20', '2026-11-21', 9).lines)).toEqual([]);
  });
});

describe('a jump of one service', () => {
  it.each([
    ['three days', '2026-11-10', '2026-11-12', 3],
    ['a weekend', '2026-11-14', '2026-11-15', 3],
    ['a single day', '2026-10-20', '2026-10-20', 4],
    ['the first day of a month', '2026-11-01', '2026-11-03', 5],
    ['two weeks and still going', '2026-11-06', '2026-11-21', 2],
  ])('over %s is found, with cell, service, first day and excess, and nothing else', (_, first, last, times) => {
    const world = quietWorld({ cells: 24, seed: 3 });
    const { lines, excess } = jumped(world, 5, 'Amazon DynamoDB', first, last, times);
    const found = anomalies(world, lines);
    expect(found).toEqual([
      expect.objectContaining({
        foundBy: 'cellwatch',
        owner: 'cell-0005',
        ownerKind: 'cell',
        service: 'Amazon DynamoDB',
        firstDay: first,
        lastDay: dayText(Math.min(parseDay(last) as number, COMPLETE)),
        ongoing: last >= dayText(COMPLETE),
      }),
    ]);
    expect(Math.abs(Number(found[0]?.excess) - excess) / excess).toBeLessThan(0.2);
  });

  it('that the cell’s traffic explains is none', () => {
    const world = quietWorld({ cells: 24, seed: 3 });
    const { lines } = jumped(world, 5, 'Amazon DynamoDB', '2026-11-10', '2026-11-12', 2.5);
    const traffic = new Map(world.traffic);
    const busy = (world.traffic.get('cell-0005') ?? []).map((one) =>
      one.day >= '2026-11-10' && one.day <= '2026-11-12' ? { ...one, requests: one.requests * 3 } : one,
    );
    traffic.set('cell-0005', busy);
    expect(anomalies({ ...world, traffic }, lines)).toEqual([]);
  });

  it('that comes on the same day each month is a fee', () => {
    const world = quietWorld({ cells: 3 });
    const fee = (period: string) => ({ ...(world.lines[0] as CostLine), period, service: 'AWS Marketplace', ...thrice('500') });
    const found = anomalies(world, [...world.lines, fee('2026-09-25'), fee('2026-10-25')]);
    expect(found.map(({ firstDay }) => firstDay)).toEqual(['2026-09-25']);
  });

  it('in an account that no cell has is told by the account', () => {
    const world = quietWorld({ cells: 3 });
    const lines = world.lines.map((one) =>
      one.accountId === '300000000001' && one.period === '2026-11-11' ? { ...one, ...thrice('99') } : one,
    );
    expect(anomalies(world, lines)).toMatchObject([
      { owner: '300000000001', ownerKind: 'account', excess: '92.00', perDay: '99.00', usualPerDay: '7.00' },
    ]);
  });

  it('of a cell that has just begun is none', () => {
    const world = quietWorld({ cells: 3 });
    const { accountId } = world.registry.cells[2] as { accountId: string };
    const begun = world.lines.filter((one) => one.accountId !== accountId || one.period >= '2026-10-25');
    expect(anomalies(world, begun)).toEqual([]);
  });
});
