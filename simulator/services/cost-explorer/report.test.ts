import type { Expression, GetCostAndUsageRequest, GroupDefinition, ResultByTime } from '@aws-sdk/client-cost-explorer';
import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CallContext } from '../../wire/service.ts';
import { createWorld } from '../../world/create-world.ts';
import { getCostAndUsage } from './get-cost-and-usage.ts';

const NOW = Date.UTC(2026, 10, 24, 20);
const METRICS = ['UnblendedCost', 'AmortizedCost', 'NetAmortizedCost', 'NetUnblendedCost', 'UsageQuantity'];

/** Answers of a world of its own, all pages of a request as one; the clock runs on, so that the rate of calls is kept. */
function explorerOf(cells: number, seed = 1) {
  const clock = { ahead: 0, now: () => NOW + clock.ahead };
  const world = createWorld({ cells, seed, clock, quiet: true });
  const call = (request: GetCostAndUsageRequest) => {
    clock.ahead += 100;
    const context = { world, accountId: '100000000001', region: 'us-east-1', now: clock.now() };
    return getCostAndUsage(request, context as CallContext);
  };
  const all = (request: GetCostAndUsageRequest) => {
    const results: ResultByTime[] = [];
    let pages = 0;
    let longest = 0;
    let token: string | undefined;
    do {
      const started = performance.now();
      const page = call({ ...request, ...(token === undefined ? {} : { NextPageToken: token }) });
      longest = Math.max(longest, performance.now() - started);
      results.push(...(page.ResultsByTime ?? []));
      token = page.NextPageToken;
      pages++;
    } while (token !== undefined);
    return { results, pages, longest };
  };
  return { world, clock, call, all };
}

/** What each metric comes to, over all there is in these results. */
function sumsOf(results: readonly ResultByTime[]): Record<string, string> {
  const sums: Record<string, Decimal> = {};
  const add = (metrics: Record<string, { Amount?: string | undefined }> | undefined) => {
    for (const [name, { Amount = '0' }] of Object.entries(metrics ?? {})) sums[name] = (sums[name] ?? new Decimal(0)).plus(Amount);
  };
  for (const result of results) {
    add(result.Total);
    for (const group of result.Groups ?? []) add(group.Metrics);
  }
  return Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum.toFixed()]));
}

Decimal.set({ precision: 60 });

const group = fc.constantFrom<GroupDefinition>(
  { Type: 'DIMENSION', Key: 'LINKED_ACCOUNT' },
  { Type: 'DIMENSION', Key: 'SERVICE' },
  { Type: 'DIMENSION', Key: 'REGION' },
  { Type: 'DIMENSION', Key: 'RECORD_TYPE' },
  { Type: 'DIMENSION', Key: 'USAGE_TYPE' },
  { Type: 'TAG', Key: 'Cell' },
  { Type: 'TAG', Key: 'component' },
  { Type: 'TAG', Key: 'nothing' },
  { Type: 'COST_CATEGORY', Key: 'Team' },
);
const day = (from: string, offset: number) => new Date(Date.parse(from) + offset * 86_400_000).toISOString().slice(0, 10);

describe('a report', () => {
  const { all, world } = explorerOf(24);

  test('comes to the same to the last digit, however it is grouped and split in time', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(group, { minLength: 1, maxLength: 2, selector: ({ Key: key }) => key }),
        fc.integer({ min: 0, max: 365 }),
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom('DAILY', 'MONTHLY'),
        (groupBy, from, length, granularity) => {
          const start = day('2025-10-20', from);
          const end = day(start, length);
          const request: GetCostAndUsageRequest = { TimePeriod: { Start: start, End: end }, Granularity: 'DAILY', Metrics: METRICS };
          const plain = sumsOf(all(request).results);
          const grouped = all({ ...request, Granularity: granularity as 'DAILY', GroupBy: groupBy }).results;
          expect(grouped.every(({ Total: total }) => Object.keys(total ?? { none: 1 }).length === 0)).toBe(true);
          expect(sumsOf(grouped)).toEqual(plain);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('of a filter and of its opposite come to all', () => {
    const { anomaly } = world.costs.truth();
    const filters: Expression[] = [
      { Dimensions: { Key: 'LINKED_ACCOUNT', Values: [anomaly?.accountId ?? ''] } },
      { Dimensions: { Key: 'SERVICE', Values: ['Amazon DynamoDB', 'Tax'], MatchOptions: ['EQUALS'] } },
      { Dimensions: { Key: 'RECORD_TYPE', Values: ['Credit', 'Refund', 'Tax'] } },
      { Dimensions: { Key: 'REGION', Values: ['eu-west-1'] } },
      { Dimensions: { Key: 'USAGE_TYPE', Values: ['EU-NatGateway-Hours', 'NatGateway-Hours'] } },
      { Tags: { Key: 'Cell', Values: [anomaly?.cell ?? ''] } },
      { Tags: { Key: 'Cell', MatchOptions: ['ABSENT'] } },
      { Tags: { Key: 'component', Values: ['', 'router'] } },
      {
        And: [
          { Dimensions: { Key: 'SERVICE', Values: ['EC2 - Other'] } },
          { Not: { Dimensions: { Key: 'REGION', Values: ['us-east-1'] } } },
        ],
      },
      { Or: [{ Dimensions: { Key: 'SERVICE', Values: ['AWS Lambda'] } }, { Tags: { Key: 'component', Values: ['topics'] } }] },
    ];
    const request: GetCostAndUsageRequest = {
      TimePeriod: { Start: '2026-09-28', End: '2026-10-20' },
      Granularity: 'MONTHLY',
      Metrics: METRICS,
    };
    const plain = sumsOf(all(request).results);
    for (const filter of filters) {
      const [one, other] = [filter, { Not: filter }].map((Filter) => all({ ...request, Filter }).results) as [
        ResultByTime[],
        ResultByTime[],
      ];
      expect(Number(sumsOf(one).UnblendedCost)).not.toBe(0);
      expect(sumsOf([...one, ...other]), JSON.stringify(filter)).toEqual(plain);
    }
  });

  test('tells what is estimated: all of the open month, by day and by month', () => {
    const daily = all({ TimePeriod: { Start: '2026-10-30', End: '2026-11-03' }, Granularity: 'DAILY', Metrics: ['UnblendedCost'] }).results;
    expect(daily.map(({ TimePeriod: period, Estimated: estimated }) => [period?.Start, estimated])).toEqual([
      ['2026-10-30', false],
      ['2026-10-31', false],
      ['2026-11-01', true],
      ['2026-11-02', true],
    ]);
    const monthly = all({
      TimePeriod: { Start: '2026-09-15', End: '2026-12-01' },
      Granularity: 'MONTHLY',
      Metrics: ['UnblendedCost'],
    }).results;
    expect(monthly.map(({ TimePeriod: period, Estimated: estimated }) => [period?.Start, period?.End, estimated])).toEqual([
      ['2026-09-15', '2026-10-01', false],
      ['2026-10-01', '2026-11-01', false],
      ['2026-11-01', '2026-12-01', true],
    ]);
  });
});

describe('the pages of a report', () => {
  const request: GetCostAndUsageRequest = {
    TimePeriod: { Start: '2026-11-10', End: '2026-11-13' },
    Granularity: 'DAILY',
    Metrics: ['AmortizedCost'],
    GroupBy: [
      { Type: 'DIMENSION', Key: 'LINKED_ACCOUNT' },
      { Type: 'DIMENSION', Key: 'SERVICE' },
    ],
  };

  test('of 1,000 cells hold at most 5,000 groups, none twice, each day on as many pages as it needs, each quickly', () => {
    const { all } = explorerOf(1000);
    const { results, pages, longest } = all(request);
    const keys = results.flatMap(({ TimePeriod: period, Groups: groups = [] }) =>
      groups.map(({ Keys: of }) => `${period?.Start} ${of?.join(' ')}`),
    );
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.length).toBeGreaterThan(3 * 999 * 10);
    expect(pages).toBe(Math.ceil(keys.length / 5000));
    expect(results.length).toBeGreaterThan(3);
    expect(longest).toBeLessThan(2000);
    const { GroupBy: _, ...plain } = request;
    expect(sumsOf(results)).toEqual(sumsOf(all(plain).results));
  });

  test('all tell what was known when the first was asked for', () => {
    const { call, clock } = explorerOf(1000);
    const open = { ...request, TimePeriod: { Start: '2026-11-23', End: '2026-11-25' } };
    const first = call(open);
    const rest = (passing: number) => {
      const results = [...(first.ResultsByTime ?? [])];
      for (let token = first.NextPageToken; token !== undefined; ) {
        clock.ahead += passing;
        const page = call({ ...open, NextPageToken: token });
        results.push(...(page.ResultsByTime ?? []));
        token = page.NextPageToken;
      }
      return sumsOf(results);
    };
    const [soon, later] = [rest(0), rest(3_600_000)];
    expect(later).toEqual(soon);
    const { GroupBy: _, ...plain } = open;
    expect(sumsOf(call(plain).ResultsByTime ?? [])).not.toEqual(soon);
  });

  test('of 10,000 cells come, too', () => {
    const { call } = explorerOf(10_000);
    const first = call(request);
    expect(first.ResultsByTime?.[0]?.Groups).toHaveLength(5000);
    const second = call({ ...request, NextPageToken: first.NextPageToken });
    expect(second.ResultsByTime?.[0]?.Groups?.[0]?.Keys).not.toEqual(first.ResultsByTime?.[0]?.Groups?.[0]?.Keys);
  });
});
