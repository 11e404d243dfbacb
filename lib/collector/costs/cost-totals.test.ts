import { GetCostAndUsageCommand } from '@aws-sdk/client-cost-explorer';
import { afterEach, describe, expect, it } from 'vitest';
import { buildCosts } from '#lib/domain/cost/build-costs.ts';
import { dayOf, parseDay } from '#lib/domain/cost/calendar.ts';
import { COST_GROUPS, parseCostAsk } from '#lib/domain/cost/cost-ask.ts';
import { COST_METRICS, type CostMetric } from '#lib/domain/cost/cost-line.ts';
import type { KnownCosts } from '#lib/domain/cost/known-costs.ts';
import { centsText, parseMoney } from '#lib/domain/cost/money.ts';
import { type CostBed, costBed } from '../testing/cost-bed.ts';

const START = Date.UTC(2026, 10, 24, 20);
const PERIODS = {
  '2026-10': ['2026-10-01', '2026-11-01'],
  '2026-01': ['2026-01-01', '2026-02-01'],
  'this-month': ['2026-11-01', '2026-11-25'],
} as const;
const AWS_METRICS: Readonly<Record<CostMetric, 'UnblendedCost' | 'AmortizedCost' | 'NetAmortizedCost'>> = {
  unblended: 'UnblendedCost',
  amortized: 'AmortizedCost',
  'net-amortized': 'NetAmortizedCost',
};
let bed: CostBed;
afterEach(() => bed?.close());

async function known(registry = bed.registryOf()): Promise<KnownCosts> {
  const keeper = bed.make({}, registry);
  await keeper.tick();
  if (!keeper.known) throw new Error(`nothing is known: ${keeper.failure?.message}`);
  return keeper.known;
}

/** What Cost Explorer says when nothing is grouped. */
async function theirTotal(period: keyof typeof PERIODS, metric: CostMetric): Promise<string> {
  const [start, end] = PERIODS[period];
  const reader = { accountId: '100000000001', region: 'us-east-1', role: { name: 'CellwatchCosts', externalId: 'orbit-{accountId}' } };
  const call = { service: 'CostExplorer', operation: 'GetCostAndUsage', limits: { concurrency: 1, perSecond: 5 } } as const;
  bed.clock.time += 1_000;
  const answer = await bed.aws.call(reader, call, (client, options) =>
    client.send(
      new GetCostAndUsageCommand({ TimePeriod: { Start: start, End: end }, Granularity: 'MONTHLY', Metrics: [AWS_METRICS[metric]] }),
      options,
    ),
  );
  return centsText(parseMoney(answer.ResultsByTime?.[0]?.Total?.[AWS_METRICS[metric]]?.Amount ?? ''));
}

async function expectTheirTotals(costs: KnownCosts) {
  const through = parseDay(costs.facts.fetch.throughDay ?? '') ?? 0;
  for (const metric of COST_METRICS) {
    for (const period of Object.keys(PERIODS) as (keyof typeof PERIODS)[]) {
      const theirs = await theirTotal(period, metric);
      for (const group of COST_GROUPS) {
        const ask = parseCostAsk({ group, metric, period }, { today: dayOf(START), through });
        const built = ask.ok ? buildCosts(costs, ask.value) : ask;
        if (!built.ok) throw new Error(JSON.stringify(built));
        const { total, rows } = built.value;
        const sum = rows.reduce((cents, { cost }) => cents + parseMoney(cost ?? '0'), 0n);
        expect([group, metric, period, total.cost, centsText(sum)]).toEqual([group, metric, period, theirs, theirs]);
      }
    }
  }
}

describe('what pages tell is to the cent what Cost Explorer tells', () => {
  it('for every grouping and metric, of whole months and of the month so far', async () => {
    bed = await costBed({ cells: 24, at: START });
    await expectTheirTotals(await known());
  }, 60_000);

  it('where cells share an account and tags tell them apart', async () => {
    bed = await costBed({ cells: 6, at: START });
    // Cost Explorer takes ten calls a second, by this clock.
    const { clock } = bed;
    clock.now = () => {
      clock.time += 50;
      return clock.time;
    };
    const [first, second, ...rest] = bed.document.cells;
    const shared = [
      { ...first, costTag: 'Cell' },
      { ...second, accountIdsBefore: [first.accountId], costTag: 'component=router' },
    ];
    const costs = await known(bed.registryOf({ ...bed.document, cells: [...shared, ...rest] }));
    const tagged = [...costs.facts.days.series].filter(({ accountId }) => accountId === first.accountId);
    expect(new Set(tagged.map(({ tag }) => tag?.key))).toEqual(new Set(['Cell', 'component']));
    expect(tagged.some(({ tag }) => tag?.key === 'Cell' && tag.value === first.name)).toBe(true);
    await expectTheirTotals(costs);
  }, 60_000);

  it('when the registry says later that an account is shared: all is read anew at the next fetch, not before', async () => {
    bed = await costBed({ cells: 6, at: START });
    const keeper = bed.make();
    await keeper.tick();
    const [first, second, ...rest] = bed.document.cells;
    const cells = [{ ...first, costTag: 'Cell' }, { ...second, accountIdsBefore: [first.accountId], costTag: 'Cell' }, ...rest];
    keeper.follow(bed.registryOf({ ...bed.document, cells }));
    await keeper.tick();
    expect(keeper.known?.facts.fetch.fetchedAt).toBe(START);
    bed.clock.time += 12 * 3_600_000;
    await keeper.tick();
    if (!keeper.known) throw new Error('lost');
    expect(keeper.known.facts.fetch.requests).toBeGreaterThan(10);
    await expectTheirTotals(keeper.known);
  }, 60_000);
});

describe('90 quiet days of 24 cells', () => {
  it.each([1, 2, 3, 4, 5])('have no anomaly but the one that the bill has (seed %i)', async (seed) => {
    bed = await costBed({ cells: 24, at: START, seed });
    const costs = await known();
    const { anomaly, idle } = await bed.truth();
    expect(costs.anomalies.map(({ owner, service }) => `${owner} ${service}`)).toEqual(
      anomaly ? [`${anomaly.cell} ${anomaly.service}`] : [],
    );
    expect(idle).not.toBeNull();
  });
});
