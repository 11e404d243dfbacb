import {
  GetMetricDataCommand,
  type GetMetricDataCommandInput,
  ListMetricsCommand,
  type ListMetricsCommandInput,
  type MetricDataQuery,
  PutMetricDataCommand,
  type PutMetricDataCommandInput,
  paginateGetMetricData,
  paginateListMetrics,
} from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failureOf, type Key, startTestBed, type TestBed } from '../../clients/test-bed.ts';

const MINUTE = 60_000;
let bed: TestBed;
let monitoring: Key;
let cell: { name: string; accountId: string };
/** End of the last whole minute whose points have all arrived. */
let end: number;

beforeAll(async () => {
  bed = await startTestBed();
  monitoring = await bed.assume('100000000002');
  const found = bed.world.cells.find((entry) => entry.region === 'us-east-1' && entry.cloud === 'aws' && entry.state === 'in-service');
  if (!found) throw new Error('The world has no cell in us-east-1');
  cell = found;
  end = Math.floor(bed.clock.now() / MINUTE) * MINUTE - 2 * MINUTE;
});
afterAll(() => bed.close());

const query = (more: Partial<MetricDataQuery> = {}, metric = 'Requests', Stat = 'Sum', Period = 60): MetricDataQuery => ({
  Id: 'q',
  AccountId: cell.accountId,
  MetricStat: { Metric: { Namespace: 'Cell', MetricName: metric, Dimensions: [{ Name: 'Cell', Value: cell.name }] }, Period, Stat },
  ...more,
});
const input = (queries: MetricDataQuery[], more: Partial<GetMetricDataCommandInput> = {}): GetMetricDataCommandInput => ({
  MetricDataQueries: queries,
  StartTime: new Date(end - 15 * MINUTE),
  EndTime: new Date(end),
  ...more,
});
const get = (queries: MetricDataQuery[], more: Partial<GetMetricDataCommandInput> = {}, key = monitoring) =>
  bed.cloudwatch(key).send(new GetMetricDataCommand(input(queries, more)));

describe('GetMetricData', () => {
  it('gives what the world holds, newest first unless told', async () => {
    const { MetricDataResults: [down] = [] } = await get([query()]);
    const { MetricDataResults: [up] = [] } = await get([query()], { ScanBy: 'TimestampAscending' });
    const key = { namespace: 'Cell', name: 'Requests', dimensions: [{ name: 'Cell', value: cell.name }] };
    const points = bed.world.metrics.points(cell.accountId, 'us-east-1', key, 'Sum', 60, end - 15 * MINUTE, end);
    expect(points?.values.length).toBeGreaterThan(10);
    expect(up).toMatchObject({ Id: 'q', Label: 'Requests', StatusCode: 'Complete', Values: points?.values });
    expect(up?.Timestamps?.map(Number)).toEqual(points?.timestamps);
    expect(down?.Values).toEqual(points?.values.toReversed());
    expect(down?.Timestamps?.[0]?.getTime()).toBe(end - MINUTE);
  });

  it('reads a start within a minute from the beginning of that minute, and leaves the end out', async () => {
    const { MetricDataResults: [result] = [] } = await get([query()], {
      StartTime: new Date(end - 3 * MINUTE + 30_000),
      EndTime: new Date(end),
      ScanBy: 'TimestampAscending',
    });
    expect(result?.Timestamps?.map(Number)).toEqual([end - 3 * MINUTE, end - 2 * MINUTE, end - MINUTE]);
  });

  it('keeps minutes for 15 days only', async () => {
    const old = end - 16 * 86_400_000;
    const range = { StartTime: new Date(old), EndTime: new Date(old + 3_600_000) };
    const { MetricDataResults: [minutes] = [] } = await get([query()], range);
    const { MetricDataResults: [hours] = [] } = await get([query({}, 'Requests', 'Sum', 3600)], range);
    expect(minutes?.Values).toEqual([]);
    expect(hours?.Values?.length).toBeGreaterThan(0);
  });

  it('is forbidden for accounts that are not linked, while the others go on', async () => {
    const { MetricDataResults: results, Messages: messages } = await get([
      query({ Id: 'mine' }),
      query({ Id: 'theirs', AccountId: '100000000005' }),
    ]);
    expect(results?.map((result) => [result.Id, result.StatusCode])).toEqual([
      ['mine', 'Complete'],
      ['theirs', 'Forbidden'],
    ]);
    expect(results?.[1]?.Values).toEqual([]);
    expect(messages?.map((message) => message.Code)).toEqual(['Forbidden']);
  });

  it('shows a cell its own metrics, and never a neighbour’s', async () => {
    const own = await bed.assume(cell.accountId);
    const neighbour = bed.world.cells.find((entry) => entry.region === 'us-east-1' && entry.cloud === 'aws' && entry.name !== cell.name);
    const { MetricDataResults: results } = await get(
      [query({ AccountId: undefined }), query({ Id: 'other', AccountId: neighbour?.accountId })],
      {},
      own,
    );
    expect(results?.[0]?.Values?.length).toBeGreaterThan(10);
    expect(results?.[1]?.StatusCode).toBe('Forbidden');
  });

  it('answers an unknown metric with no points, and without a failure', async () => {
    const { MetricDataResults: [result] = [] } = await get([query({}, 'Nonsense')]);
    expect(result).toMatchObject({ StatusCode: 'Complete', Values: [] });
  });

  it('goes on with PartialData where there is more than MaxDatapoints', async () => {
    const queries = [
      query({ Id: 'a' }),
      query({ Id: 'none' }, 'Nonsense'),
      query({ Id: 'b' }, 'Latency', 'p99'),
      query({ Id: 'last' }, 'Nonsense'),
    ];
    const all = await get(queries);
    const found = new Map<string, number[]>();
    const states = new Map<string, string | undefined>();
    let pages = 0;
    for await (const page of paginateGetMetricData({ client: bed.cloudwatch(monitoring) }, input(queries, { MaxDatapoints: 7 }))) {
      pages++;
      let points = 0;
      for (const result of page.MetricDataResults ?? []) {
        points += result.Values?.length ?? 0;
        found.set(result.Id ?? '', [...(found.get(result.Id ?? '') ?? []), ...(result.Values ?? [])]);
        states.set(result.Id ?? '', result.StatusCode);
      }
      expect(points).toBeLessThanOrEqual(7);
    }
    expect(pages).toBe(5);
    for (const result of all.MetricDataResults ?? []) expect(found.get(result.Id ?? '')).toEqual(result.Values);
    expect([...states.values()]).toEqual(['Complete', 'Complete', 'Complete', 'Complete']);
    const first = await get(queries, { MaxDatapoints: 7 });
    expect(first.MetricDataResults?.map((result) => [result.Id, result.StatusCode])).toEqual([['a', 'PartialData']]);
  });

  it('computes simple expressions, and leaves out what only they need', async () => {
    const { MetricDataResults: results } = await get([
      query({ Id: 'r', ReturnData: false }),
      query({ Id: 'e', ReturnData: false }, 'Errors'),
      { Id: 'ratio', Expression: '100 * e / (r + 1)', Label: 'error rate' },
    ]);
    const { MetricDataResults: [r, e] = [] } = await get([query({ Id: 'r' }), query({ Id: 'e' }, 'Errors')]);
    expect(results?.map((result) => [result.Id, result.Label])).toEqual([['ratio', 'error rate']]);
    expect(results?.[0]?.Values?.[0]).toBeCloseTo((100 * (e?.Values?.[0] ?? 0)) / ((r?.Values?.[0] ?? 0) + 1));
  });

  it('fills in dynamic labels', async () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudWatch's own placeholders
    const label = "${PROP('AccountId')} ${PROP('Dim.Cell')} ${PROP('MetricName')} ${PROP('Stat')} ${unknown}";
    const { MetricDataResults: [result] = [] } = await get([query({ Label: label })]);
    expect(result?.Label).toBe(`${cell.accountId} ${cell.name} Requests Sum \${unknown}`);
  });

  const many = (count: number) => Array.from({ length: count }, (_, i) => query({ Id: `q${i}` }));
  it('takes 500 queries, not 501', async () => {
    expect((await get(many(500))).MetricDataResults).toHaveLength(500);
    expect(await failureOf(get(many(501)))).toMatchObject({
      status: 400,
      message: 'The collection MetricDataQueries must not have a size greater than 500.',
    });
  });

  it.each<[string, MetricDataQuery[] | null, Partial<GetMetricDataCommandInput>, RegExp]>([
    ['100,801 points', null, { MaxDatapoints: 100_801 }, /MaxDatapoints/],
    ['no points', null, { MaxDatapoints: 0 }, /MaxDatapoints/],
    ['an id that begins with a capital', [{ Id: 'Q' }], {}, /pattern \^\[a-z\]/],
    ['two queries of one id', [{ Id: 'q' }, { Id: 'q' }], {}, /not unique/],
    ['a start after the end', null, { StartTime: new Date(2_000_000), EndTime: new Date(1_000_000) }, /StartTime must be less/],
    ['no queries', [], {}, /MetricDataQueries/],
    ['a query that asks for nothing', [{ Id: 'q', MetricStat: undefined }], {}, /mutually exclusive/],
    ['a query that asks for two things', [{ Id: 'q', Expression: '1' }], {}, /mutually exclusive/],
    [
      'an expression with a function',
      [{ Id: 'q', MetricStat: undefined, AccountId: undefined, Expression: "SEARCH('x', 'Sum')" }],
      {},
      /Error in expression/,
    ],
    ['an expression of an unknown id', [{ Id: 'q', MetricStat: undefined, Expression: 'x + 1' }], {}, /unknown id x/],
    ['an expression without a series', [{ Id: 'q', MetricStat: undefined, Expression: '1 + 1' }], {}, /time series/],
    ['another order', null, { ScanBy: 'Sideways' as 'TimestampAscending' }, /enum value set/],
    ['no returned data', [{ Id: 'q', ReturnData: false }], {}, /return data/],
  ])('refuses %s', async (_what, changes, more, message) => {
    const failure = await failureOf(get(changes === null ? [query()] : changes.map((change) => query(change)), more));
    expect(failure).toMatchObject({ name: 'ValidationException', status: 400 });
    expect(failure.message).toMatch(message);
  });

  it.each([
    ['a period of 90 seconds', 90, 'Sum', /Period is invalid/],
    ['a period of 0', 0, 'Sum', /Period is invalid/],
    ['a period of a minute and a half', 1.5, 'Sum', /Period is invalid/],
    ['an unknown statistic', 60, 'Median', /not a valid statistic/],
  ])('refuses %s', async (_what, period, stat, message) => {
    const failure = await failureOf(get([query({}, 'Requests', stat, period)]));
    expect(failure.name).toBe('ValidationException');
    expect(failure.message).toMatch(message);
  });

  it('refuses a token it never gave', async () => {
    expect((await failureOf(get([query()], { NextToken: 'nonsense' }))).name).toBe('InvalidNextToken');
  });

  it('is denied to who has no permission, in AWS’s words', async () => {
    expect(await failureOf(get([query()], {}, bed.app))).toEqual({
      name: 'AccessDenied',
      status: 400,
      message:
        'User: arn:aws:iam::100000000002:user/cellwatch is not authorized to perform: cloudwatch:GetMetricData because no identity-based policy allows the cloudwatch:GetMetricData action',
    });
  });

  it('is narrowed by a session policy', async () => {
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: ['cloudwatch:Describe*'], Resource: '*' }],
    });
    const narrowed = await bed.assume('100000000002', { Policy });
    expect((await failureOf(get([query()], {}, narrowed))).message).toMatch(
      /because no session policy allows the cloudwatch:GetMetricData action$/,
    );
    const denying = await bed.assume('100000000002', {
      Policy: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] }),
    });
    expect((await failureOf(get([query()], {}, denying))).message).toMatch(/with an explicit deny in a session policy$/);
  });
});

describe('PutMetricData', () => {
  const put = (data: PutMetricDataCommandInput['MetricData'], Namespace = 'Test') =>
    bed.cloudwatch(bed.administrator(cell.accountId)).send(new PutMetricDataCommand({ Namespace, MetricData: data }));
  const read = async (name: string, stats: string[]) => {
    const queries = stats.map((Stat, i) => ({
      Id: `s${i}`,
      MetricStat: { Metric: { Namespace: 'Test', MetricName: name }, Period: 60, Stat },
    }));
    const { MetricDataResults: results } = await get(queries, {}, bed.administrator(cell.accountId));
    return results?.map((result) => result.Values?.[0]);
  };
  const Timestamp = () => new Date(end - 5 * MINUTE + 12_000);

  it('keeps values, values with counts and sets of statistics', async () => {
    await put([
      { MetricName: 'one', Value: 5, Timestamp: Timestamp() },
      { MetricName: 'one', Value: 7, Timestamp: Timestamp() },
    ]);
    expect(await read('one', ['Sum', 'Average', 'SampleCount'])).toEqual([12, 6, 2]);
    await put([{ MetricName: 'many', Values: [1, 10], Counts: [3, 1], Timestamp: Timestamp() }]);
    expect(await read('many', ['Sum', 'SampleCount', 'Maximum', 'p50'])).toEqual([13, 4, 10, 1]);
    await put([{ MetricName: 'set', StatisticValues: { SampleCount: 4, Sum: 20, Minimum: 1, Maximum: 9 }, Timestamp: Timestamp() }]);
    expect(await read('set', ['Sum', 'SampleCount', 'Minimum', 'Maximum'])).toEqual([20, 4, 1, 9]);
  });

  it('takes large bodies, which the SDK compresses', async () => {
    await put(
      Array.from({ length: 1000 }, (_, i) => ({
        MetricName: 'large',
        Value: i,
        Timestamp: Timestamp(),
        Dimensions: [{ Name: 'Cell', Value: 'x'.repeat(100) }],
      })),
    );
    const queries = [
      {
        Id: 'q',
        MetricStat: {
          Metric: { Namespace: 'Test', MetricName: 'large', Dimensions: [{ Name: 'Cell', Value: 'x'.repeat(100) }] },
          Period: 60,
          Stat: 'Sum',
        },
      },
    ];
    expect((await get(queries, {}, bed.administrator(cell.accountId))).MetricDataResults?.[0]?.Values).toEqual([499_500]);
  });

  it.each<[string, PutMetricDataCommandInput['MetricData'], string, string]>([
    ['no data', [], 'Test', 'MissingRequiredParameterException'],
    ['1,001 data', Array.from({ length: 1001 }, () => ({ MetricName: 'x', Value: 1 })), 'Test', 'ValidationException'],
    ['an AWS namespace', [{ MetricName: 'x', Value: 1 }], 'AWS/EC2', 'InvalidParameterValueException'],
    [
      'a time three weeks ago',
      [{ MetricName: 'x', Value: 1, Timestamp: new Date(Date.now() - 21 * 86_400_000) }],
      'Test',
      'InvalidParameterValueException',
    ],
    [
      'a value and a set',
      [{ MetricName: 'x', Value: 1, StatisticValues: { SampleCount: 1, Sum: 1, Minimum: 1, Maximum: 1 } }],
      'Test',
      'InvalidParameterCombinationException',
    ],
    ['no value', [{ MetricName: 'x' }], 'Test', 'InvalidParameterCombinationException'],
    ['not a number', [{ MetricName: 'x', Value: Number.NaN }], 'Test', 'InvalidParameterValueException'],
    [
      'an impossible set',
      [{ MetricName: 'x', StatisticValues: { SampleCount: 2, Sum: 50, Minimum: 1, Maximum: 2 } }],
      'Test',
      'InvalidParameterValueException',
    ],
    ['no name', [{ MetricName: undefined, Value: 1 }], 'Test', 'MissingRequiredParameterException'],
    ['counts for other values', [{ MetricName: 'x', Values: [1, 2], Counts: [1] }], 'Test', 'InvalidParameterValueException'],
  ])('refuses %s', async (_what, data, namespace, name) => {
    expect(await failureOf(put(data, namespace))).toMatchObject({ name, status: 400 });
  });
});

describe('ListMetrics', () => {
  const list = (more: Partial<ListMetricsCommandInput>, key = monitoring) => bed.cloudwatch(key).send(new ListMetricsCommand(more));

  it('shows linked accounts only when asked, each metric with its owner', async () => {
    expect((await list({ Namespace: 'Cell', MetricName: 'Requests', Dimensions: [{ Name: 'Cell', Value: cell.name }] })).Metrics).toEqual(
      [],
    );
    const all = await list({ IncludeLinkedAccounts: true, Namespace: 'Cell', MetricName: 'Requests', Dimensions: [{ Name: 'Cell' }] });
    const mine = all.Metrics?.findIndex((metric) => metric.Dimensions?.[0]?.Value === cell.name) ?? -1;
    expect(all.OwningAccounts?.[mine]).toBe(cell.accountId);
    const owned = await list({ IncludeLinkedAccounts: true, OwningAccount: cell.accountId });
    expect(new Set(owned.OwningAccounts)).toEqual(new Set([cell.accountId]));
    expect(owned.Metrics?.map((metric) => metric.MetricName)).toEqual(
      expect.arrayContaining(['Requests', 'Errors', 'Latency', 'Saturation']),
    );
  });

  it('shows an account its own metrics only', async () => {
    const { Metrics: metrics } = await list({ IncludeLinkedAccounts: true, Namespace: 'Cell' }, await bed.assume(cell.accountId));
    expect(new Set(metrics?.map((metric) => metric.Dimensions?.[0]?.Value))).toEqual(new Set([cell.name]));
  });

  it('comes in pages of 500', async () => {
    const big = await startTestBed(700);
    const client = big.cloudwatch(big.administrator('100000000002'));
    const seen = new Set<string>();
    const sizes: number[] = [];
    for await (const page of paginateListMetrics({ client }, { IncludeLinkedAccounts: true, Namespace: 'Cell' })) {
      sizes.push(page.Metrics?.length ?? 0);
      for (const metric of page.Metrics ?? []) seen.add(`${metric.MetricName} ${metric.Dimensions?.[0]?.Value}`);
    }
    await big.close();
    expect(sizes.slice(0, -1).every((size) => size === 500)).toBe(true);
    expect(sizes.length).toBeGreaterThan(1);
    expect(seen.size).toBe(sizes.reduce((sum, size) => sum + size, 0));
  });

  it('leaves out what has not reported in three hours', async () => {
    const client = bed.cloudwatch(bed.administrator(cell.accountId));
    await client.send(
      new PutMetricDataCommand({ Namespace: 'Old', MetricData: [{ MetricName: 'x', Value: 1, Timestamp: new Date(end - 4 * 3_600_000) }] }),
    );
    expect((await client.send(new ListMetricsCommand({ Namespace: 'Old' }))).Metrics).toHaveLength(1);
    expect((await client.send(new ListMetricsCommand({ Namespace: 'Old', RecentlyActive: 'PT3H' }))).Metrics).toEqual([]);
    expect((await client.send(new ListMetricsCommand({ Namespace: 'Cell', RecentlyActive: 'PT3H' }))).Metrics?.length).toBeGreaterThan(0);
  });

  it.each([
    ['a token it never gave', { NextToken: 'nonsense' }, 'InvalidNextToken'],
    ['another activity', { RecentlyActive: 'PT5H' as 'PT3H' }, 'ValidationException'],
  ])('refuses %s', async (_what, more, name) => {
    expect((await failureOf(list(more))).name).toBe(name);
  });
});
