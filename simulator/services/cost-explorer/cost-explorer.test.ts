import {
  type CostExplorerClient,
  GetAnomaliesCommand,
  GetAnomalyMonitorsCommand,
  GetCostAndUsageCommand,
  type GetCostAndUsageCommandInput,
  GetCostAndUsageWithResourcesCommand,
  GetCostForecastCommand,
  GetDimensionValuesCommand,
  GetTagsCommand,
} from '@aws-sdk/client-cost-explorer';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { failureOf, startTestBed, type TestBed } from '../../clients/test-bed.ts';

const MANAGEMENT = '100000000001';
const START = Date.UTC(2026, 10, 24, 20);
/** A date of the tests' own: months begin and end where it says. */
const clock = { ahead: 0, now: () => START + clock.ahead };
let bed: TestBed;
let ce: CostExplorerClient;
beforeAll(async () => {
  bed = await startTestBed(24, { clock });
  ce = bed.costExplorer(await costsRole());
});
beforeEach(() => {
  // Ten calls a second are allowed, and tests are quicker.
  clock.ahead += 10_000;
});
afterEach(async () => {
  await bed.sideDoor('DELETE', 'faults');
  await bed.sideDoor('DELETE', 'costs');
});
afterAll(() => bed.close());

const costsRole = () => bed.assume(MANAGEMENT, { RoleArn: `arn:aws:iam::${MANAGEMENT}:role/CellwatchCosts` });
const week = { Start: '2026-11-16', End: '2026-11-23' };
const usage = (more: Partial<GetCostAndUsageCommandInput> = {}, client = ce) =>
  client.send(new GetCostAndUsageCommand({ TimePeriod: week, Granularity: 'DAILY', Metrics: ['UnblendedCost'], ...more }));
const byAccount = { Type: 'DIMENSION', Key: 'LINKED_ACCOUNT' } as const;
const byService = { Type: 'DIMENSION', Key: 'SERVICE' } as const;

describe('GetCostAndUsage', () => {
  it('tells costs by day, account and service, with the names of accounts', async () => {
    const answer = await usage({ GroupBy: [byAccount, byService], Metrics: ['UnblendedCost', 'AmortizedCost', 'UsageQuantity'] });
    expect(answer.NextPageToken).toBeUndefined();
    expect(answer.GroupDefinitions).toEqual([byAccount, byService]);
    expect(answer.ResultsByTime?.map(({ TimePeriod: period }) => period)).toHaveLength(7);
    const [first] = answer.ResultsByTime ?? [];
    expect(first).toMatchObject({ TimePeriod: { Start: '2026-11-16', End: '2026-11-17' }, Total: {}, Estimated: true });
    const group = first?.Groups?.find(({ Keys: keys }) => keys?.[0] === '200000000004' && keys[1] === 'Amazon DynamoDB');
    expect(group?.Metrics).toEqual({
      UnblendedCost: { Amount: expect.stringMatching(/^\d+\.\d{1,10}$/), Unit: 'USD' },
      AmortizedCost: { Amount: group?.Metrics?.UnblendedCost?.Amount, Unit: 'USD' },
      UsageQuantity: { Amount: expect.stringMatching(/^\d+\.\d{1,10}$/), Unit: 'N/A' },
    });
    const names = new Map(answer.DimensionValueAttributes?.map(({ Value: value, Attributes: of }) => [value, of?.description]));
    expect(names.get('200000000004')).toBe(bed.world.accounts.get('200000000004')?.name);
    expect(names.get('100000000005')).toBe('log archive');
  });

  it('tells one total a day without groups', async () => {
    const { ResultsByTime: results } = await usage({ TimePeriod: { Start: '2026-11-18', End: '2026-11-19' } });
    expect(results).toEqual([
      {
        TimePeriod: { Start: '2026-11-18', End: '2026-11-19' },
        Total: { UnblendedCost: { Amount: expect.stringMatching(/^\d{4}\.\d+$/), Unit: 'USD' } },
        Groups: [],
        Estimated: true,
      },
    ]);
  });

  it('tells tags as key and value, and what has none under the key alone', async () => {
    const { ResultsByTime: results } = await usage({
      GroupBy: [{ Type: 'TAG', Key: 'Cell' }],
      Filter: { Dimensions: { Key: 'LINKED_ACCOUNT', Values: ['100000000004'] } },
    });
    const keys = results?.[0]?.Groups?.flatMap(({ Keys: of }) => of ?? []);
    expect(keys).toEqual(['Cell$', ...bed.world.cells.map(({ name }) => `Cell$${name}`)].sort());
  });

  it('shows a member account itself alone', async () => {
    const member = bed.costExplorer(bed.administrator('200000000004'));
    const { ResultsByTime: results } = await usage({ GroupBy: [byAccount] }, member);
    expect(new Set(results?.flatMap(({ Groups: groups }) => groups?.flatMap(({ Keys: keys }) => keys ?? []) ?? []))).toEqual(
      new Set(['200000000004']),
    );
  });

  it.each<[string, Partial<GetCostAndUsageCommandInput>, RegExp]>([
    [
      'an end before the start',
      { TimePeriod: { Start: '2026-11-10', End: '2026-11-10' } },
      /^Start date \(and hour\) should be before end date \(and hour\)$/,
    ],
    ['a date that is none', { TimePeriod: { Start: '2026-02-30', End: '2026-11-10' } }, /Start date is invalid/],
    ['a date in another form', { TimePeriod: { Start: '1 May', End: '2026-11-10' } }, /failed to satisfy constraint/],
    ['a start in the future', { TimePeriod: { Start: '2026-11-25', End: '2026-11-26' } }, /future/],
    [
      'an end beyond the next month’s first',
      { TimePeriod: { Start: '2026-11-01', End: '2026-12-02' } },
      /^end date past the beginning of next month$/,
    ],
    [
      'more than 14 months',
      { TimePeriod: { Start: '2025-09-30', End: '2026-11-10' } },
      /^You haven't enabled historical data beyond 14 months$/,
    ],
    [
      'hours of three weeks',
      { Granularity: 'HOURLY', TimePeriod: { Start: '2026-11-01T00:00:00Z', End: '2026-11-02T00:00:00Z' } },
      /more than 14 days ago for hourly/,
    ],
    ['three groups', { GroupBy: [byAccount, byService, { Type: 'DIMENSION', Key: 'REGION' }] }, /up to 2/],
    ['a group of no type', { GroupBy: [{ Type: 'LINKED_ACCOUNT' as 'TAG', Key: 'x' }] }, /^Group Definition type is invalid\.$/],
    [
      'a group by what is no dimension',
      { GroupBy: [{ Type: 'DIMENSION', Key: 'RESOURCE_ID' }] },
      /^Group Definition dimension is invalid. Valid values are /,
    ],
    ['no metrics', { Metrics: [] }, /Metrics/],
    ['metrics left out', { Metrics: undefined as unknown as string[] }, /'metrics' failed to satisfy constraint: Member must not be null/],
    ['an unknown metric', { Metrics: ['Cost'] }, /Metric Cost is invalid/],
    ['an unknown granularity', { Granularity: 'WEEKLY' as 'DAILY' }, /'granularity' failed to satisfy constraint/],
    [
      'a filter with two roots',
      { Filter: { Dimensions: { Key: 'SERVICE', Values: ['Tax'] }, Tags: { Key: 'Cell', Values: [''] } } },
      /only one/,
    ],
    ['an And of one', { Filter: { And: [{ Tags: { Key: 'Cell', Values: [''] } }] } }, /two or more/],
    ['a filter by an unknown dimension', { Filter: { Dimensions: { Key: 'SCOPE', Values: ['x'] } } }, /dimension SCOPE is invalid/],
    [
      'a match option that is not for dimensions',
      { Filter: { Dimensions: { Key: 'SERVICE', Values: ['x'], MatchOptions: ['ABSENT'] } } },
      /ABSENT/,
    ],
  ])('refuses %s', async (_what, input, message) => {
    const failure = await failureOf(usage(input));
    expect(failure).toMatchObject({ name: 'ValidationException', status: 400 });
    expect(failure.message).toMatch(message);
  });

  it('refuses what is older than AWS keeps as expired, and hours of late as not enabled', async () => {
    expect(await failureOf(usage({ TimePeriod: { Start: '2023-01-01', End: '2023-02-01' } }))).toMatchObject({
      name: 'BillExpirationException',
      status: 400,
    });
    expect(await failureOf(usage({ Granularity: 'HOURLY' }))).toMatchObject({ name: 'AccessDeniedException' });
  });

  it('refuses tokens that are none, and those of another request', async () => {
    const wide = {
      GroupBy: [{ Type: 'DIMENSION', Key: 'USAGE_TYPE' } as const, byAccount],
      TimePeriod: { Start: '2026-11-01', End: '2026-11-24' },
    };
    const { NextPageToken: token } = await usage(wide);
    if (token === undefined) throw new Error('There was but one page');
    const second = await usage({ ...wide, NextPageToken: token });
    expect(second.ResultsByTime?.[0]?.TimePeriod?.Start).not.toBe('2026-11-01');
    expect(await failureOf(usage({ ...wide, NextPageToken: 'nonsense' }))).toMatchObject({
      name: 'InvalidNextTokenException',
      status: 400,
    });
    expect(await failureOf(usage({ ...wide, Metrics: ['AmortizedCost'], NextPageToken: token }))).toMatchObject({
      name: 'RequestChangedException',
      status: 400,
    });
    const member = bed.costExplorer(bed.administrator('200000000004'));
    expect(await failureOf(usage({ ...wide, NextPageToken: token }, member))).toMatchObject({ name: 'RequestChangedException' });
    clock.ahead += 25 * 3_600_000;
    const fresh = bed.costExplorer(await costsRole());
    const late = await failureOf(usage({ ...wide, NextPageToken: token }, fresh));
    clock.ahead -= 25 * 3_600_000;
    expect(late).toMatchObject({ name: 'InvalidNextTokenException' });
  });

  it('allows some ten calls a second', async () => {
    const calls = await Promise.allSettled(Array.from({ length: 30 }, () => usage()));
    const refused = calls.flatMap((call) => (call.status === 'rejected' ? [call.reason.name as string] : []));
    expect(refused).toEqual(Array.from({ length: 10 }, () => 'LimitExceededException'));
    clock.ahead += 1000;
    await usage();
  });

  it('is in us-east-1 alone', async () => {
    const elsewhere = bed.costExplorer(await costsRole(), 'eu-west-1');
    const failure = await failureOf(usage({}, elsewhere));
    expect(failure).toMatchObject({ name: 'InvalidSignatureException', status: 400 });
    expect(failure.message).toMatch(/valid region/);
  });

  it('is for those who may', async () => {
    const reader = bed.costExplorer(await bed.assume(MANAGEMENT));
    expect(await failureOf(usage({}, reader))).toEqual({
      name: 'AccessDeniedException',
      status: 400,
      message: `User: arn:aws:sts::${MANAGEMENT}:assumed-role/CellwatchReader/test is not authorized to perform: ce:GetCostAndUsage on resource: arn:aws:ce:us-east-1:${MANAGEMENT}:/GetCostAndUsage because no identity-based policy allows the ce:GetCostAndUsage action`,
    });
  });
});

describe('GetCostAndUsageWithResources', () => {
  const ec2 = { Dimensions: { Key: 'SERVICE', Values: ['Amazon Elastic Compute Cloud - Compute'] } } as const;
  const resources = (more: object = {}) =>
    ce.send(
      new GetCostAndUsageWithResourcesCommand({
        TimePeriod: week,
        Granularity: 'DAILY',
        Metrics: ['AmortizedCost'],
        Filter: { Dimensions: { Key: 'SERVICE', Values: [...ec2.Dimensions.Values] } },
        GroupBy: [{ Type: 'DIMENSION', Key: 'RESOURCE_ID' }],
        ...more,
      }),
    );

  it('tells instances apart', async () => {
    const { ResultsByTime: results } = await resources();
    const keys = results?.[0]?.Groups?.flatMap(({ Keys: of }) => of ?? []) ?? [];
    expect(keys.length).toBeGreaterThan(24);
    expect(keys.every((key) => /^i-0[0-9a-f]{16}$/.test(key))).toBe(true);
  });

  it('refuses what is older than 14 days, and what names no resource or service', async () => {
    expect((await failureOf(resources({ TimePeriod: { Start: '2026-11-01', End: '2026-11-23' } }))).message).toMatch(/14 days/);
    expect((await failureOf(resources({ GroupBy: [byAccount] }))).message).toMatch(/RESOURCE_ID/);
    expect((await failureOf(resources({ Filter: { Dimensions: { Key: 'SERVICE', Values: ['Tax'] } } }))).message).toMatch(/SERVICE/);
  });
});

describe('values and tags', () => {
  it('are listed, searched and paged', async () => {
    const values = (more: object) => ce.send(new GetDimensionValuesCommand({ TimePeriod: week, Dimension: 'SERVICE', ...more }));
    const services = await values({});
    expect(services.TotalSize).toBe(services.DimensionValues?.length);
    expect(services.DimensionValues?.map(({ Value: value }) => value)).toContain('Savings Plans for AWS Compute usage');
    const found = await values({ SearchString: 'dynamo' });
    expect(found).toMatchObject({ DimensionValues: [{ Value: 'Amazon DynamoDB' }], ReturnSize: 1, TotalSize: 1 });
    const accounts = await values({ Dimension: 'LINKED_ACCOUNT', MaxResults: 20, SortBy: [{ Key: 'UnblendedCost' }] });
    expect(accounts).toMatchObject({ ReturnSize: 20, TotalSize: 30, NextPageToken: expect.any(String) });
    expect(accounts.DimensionValues?.[0]).toEqual({ Value: MANAGEMENT, Attributes: { description: 'management' } });
    const rest = await values({
      Dimension: 'LINKED_ACCOUNT',
      MaxResults: 20,
      SortBy: [{ Key: 'UnblendedCost' }],
      NextPageToken: accounts.NextPageToken,
    });
    expect(rest).toMatchObject({ ReturnSize: 10, TotalSize: 30 });
    expect(rest.NextPageToken).toBeUndefined();
    expect((await failureOf(values({ Dimension: 'COLOUR' }))).name).toBe('ValidationException');

    const tags = (more: object) => ce.send(new GetTagsCommand({ TimePeriod: week, ...more }));
    expect((await tags({})).Tags).toEqual(['Cell', 'component']);
    expect((await tags({ TagKey: 'component' })).Tags).toEqual(['', 'auth', 'cache-engine', 'router', 'topics']);
    expect((await tags({ TagKey: 'Cell', SearchString: 'prod-' })).TotalSize).toBe(
      bed.world.cells.filter(({ name }) => name.includes('prod-')).length,
    );
  });
});

describe('GetAnomalies', () => {
  const anomalies = (more: object = {}, client = ce) =>
    client.send(new GetAnomaliesCommand({ DateInterval: { StartDate: '2026-09-01' }, ...more }));

  it('tells the anomaly, with the days on which it stood out and its cause', async () => {
    const { anomaly: truth } = bed.world.costs.truth();
    if (!truth) throw new Error('There is no anomaly');
    const { Anomalies: found } = await anomalies();
    expect(found).toHaveLength(1);
    const [one] = found ?? [];
    expect(one).toMatchObject({
      AnomalyStartDate: `${truth.days[0]?.date}T00:00:00Z`,
      AnomalyEndDate: `${truth.days[2]?.date}T00:00:00Z`,
      DimensionValue: 'AmazonCloudWatch',
      RootCauses: [
        { Service: truth.service, Region: truth.region, LinkedAccount: truth.accountId, LinkedAccountName: `cell ${truth.cell}` },
      ],
    });
    const impact = truth.days.slice(0, 3).reduce((sum, { excessUsd }) => sum + Number(excessUsd), 0);
    expect(one?.Impact?.TotalImpact).toBeCloseTo(impact, 2);
    expect(one?.Impact?.TotalActualSpend).toBeCloseTo((one?.Impact?.TotalExpectedSpend ?? 0) + impact, 1);
    const { AnomalyMonitors: monitors } = await ce.send(new GetAnomalyMonitorsCommand({}));
    expect(monitors).toMatchObject([{ MonitorArn: one?.MonitorArn, MonitorType: 'DIMENSIONAL', MonitorDimension: 'SERVICE' }]);
  });

  it('filters by days, impact and monitor, and shows a member account nothing', async () => {
    const count = async (more: object, client = ce) => (await anomalies(more, client)).Anomalies?.length;
    expect(await count({ DateInterval: { StartDate: '2026-09-01', EndDate: '2026-11-01' } })).toBe(0);
    expect(await count({ DateInterval: { StartDate: '2026-11-18', EndDate: '2026-11-18' } })).toBe(1);
    expect(await count({ TotalImpact: { NumericOperator: 'GREATER_THAN_OR_EQUAL', StartValue: 10 } })).toBe(1);
    expect(await count({ TotalImpact: { NumericOperator: 'GREATER_THAN', StartValue: 1e6 } })).toBe(0);
    expect(await count({}, bed.costExplorer(bed.administrator('200000000004')))).toBe(0);
    expect((await failureOf(anomalies({ MonitorArn: 'arn:aws:ce::100000000001:anomalymonitor/none' }))).name).toBe(
      'UnknownMonitorException',
    );
    expect((await failureOf(anomalies({ DateInterval: { StartDate: '2026-08-01' } }))).message).toMatch(/90 days/);
  });
});

describe('GetCostForecast', () => {
  const forecast = (more: object = {}) =>
    ce.send(
      new GetCostForecastCommand({
        TimePeriod: { Start: '2026-11-24', End: '2026-12-01' },
        Granularity: 'DAILY',
        Metric: 'AMORTIZED_COST',
        ...more,
      }),
    );

  it('goes on as the last weeks went, within a band', async () => {
    const { Total: total, ForecastResultsByTime: days = [] } = await forecast();
    expect(days).toHaveLength(7);
    const { ResultsByTime: past = [] } = await usage({
      Metrics: ['AmortizedCost'],
      Filter: { Not: { Dimensions: { Key: 'RECORD_TYPE', Values: ['Tax', 'Support', 'Credit', 'Refund'] } } },
    });
    const spent = past.reduce((sum, result) => sum + Number(result.Total?.AmortizedCost?.Amount), 0);
    expect(Number(total?.Amount) / spent).toBeGreaterThan(0.95);
    expect(Number(total?.Amount) / spent).toBeLessThan(1.05);
    for (const { MeanValue: mean, PredictionIntervalLowerBound: low, PredictionIntervalUpperBound: high } of days) {
      expect(Number(low)).toBeLessThan(Number(mean));
      expect(Number(high)).toBeGreaterThan(Number(mean));
    }
    const wide = await forecast({ PredictionIntervalLevel: 99 });
    expect(Number(wide.ForecastResultsByTime?.[0]?.PredictionIntervalUpperBound)).toBeGreaterThan(
      Number(days[0]?.PredictionIntervalUpperBound),
    );
  });

  it('refuses the past, usage, and what there is nothing of', async () => {
    expect((await failureOf(forecast({ TimePeriod: { Start: '2026-11-01', End: '2026-12-01' } }))).name).toBe('ValidationException');
    expect((await failureOf(forecast({ Metric: 'USAGE_QUANTITY' }))).name).toBe('ValidationException');
    expect((await failureOf(forecast({ Granularity: 'HOURLY' }))).name).toBe('ValidationException');
    expect((await failureOf(forecast({ Filter: { Dimensions: { Key: 'SERVICE', Values: ['nothing'] } } }))).name).toBe(
      'DataUnavailableException',
    );
  });
});

describe('the side door', () => {
  it('tells the truth, and counts and prices what was answered', async () => {
    await bed.sideDoor('DELETE', 'calls');
    await usage();
    await usage({ GroupBy: [byAccount] });
    await failureOf(usage({ Metrics: ['Cost'] }));
    const { body } = await bed.sideDoor('GET', 'costs');
    expect(body).toEqual({ ...bed.world.costs.truth(), explorer: 'enabled', requests: { paid: 2, failed: 1, usd: '0.02' } });
  });

  it.each([
    ['data-unavailable', 'DataUnavailableException', /not available/],
    ['not-enabled', 'AccessDeniedException', /^User not enabled for cost explorer access$/],
  ])('makes Cost Explorer %s', async (explorer, name, message) => {
    expect((await bed.sideDoor('POST', 'costs', { explorer })).body).toEqual({ explorer });
    const failure = await failureOf(usage());
    expect(failure).toMatchObject({ name, status: 400 });
    expect(failure.message).toMatch(message);
    await bed.sideDoor('DELETE', 'costs');
    await usage();
    expect((await bed.sideDoor('POST', 'costs', { explorer: 'gone' })).status).toBe(400);
  });

  it.each([
    ['throttle', 'LimitExceededException', 400],
    ['deny', 'AccessDeniedException', 400],
    ['error', 'InternalFailure', 500],
  ])('has the fault %s', async (kind, name, status) => {
    await bed.sideDoor('POST', 'faults', { service: 'CostExplorer', operation: 'GetCostAndUsage', kind });
    expect(await failureOf(usage())).toMatchObject({ name, status });
    await ce.send(new GetTagsCommand({ TimePeriod: week }));
  });
});
