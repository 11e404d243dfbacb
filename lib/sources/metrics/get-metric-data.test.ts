import { afterEach, expect, it } from 'vitest';
import { Aws } from '#lib/aws/aws.ts';
import { type StubAnswer, type StubRequest, startAwsStub } from '#lib/aws/testing/aws-stub.ts';
import { simulatedAws } from '#lib/aws/testing/simulated-aws.ts';
import { systemClock } from '#lib/clock.ts';
import { getMetricData } from './get-metric-data.ts';

const ended: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0).reverse()) await end();
});

const window = { start: 1_764_000_000_000, end: 1_764_000_900_000, periodSeconds: 60 };
const reader = { accountId: null, region: 'us-east-1', role: null };
const wanted = (cell: string, unit: string | null = null) => ({
  cell,
  accountId: '200000000001',
  definition: {
    namespace: 'Cell',
    metric: 'Latency',
    statistic: 'p99',
    unit,
    dimensions: { Cell: '{cell}' },
    whenMissing: 'no-data' as const,
  },
});

async function make(answer: (request: StubRequest) => StubAnswer) {
  const stub = await startAwsStub(answer);
  const credentials = { accessKeyId: 'AKIABASE', secretAccessKey: 'base' };
  const aws = new Aws({ region: 'us-east-1', clock: systemClock, endpoint: stub.url, credentials });
  ended.push(
    () => stub.close(),
    () => aws.stop(),
  );
  return { aws, stub };
}

it('asks for aligned times, names the account of each metric, and finds results by id in any order', async () => {
  const { aws, stub } = await make(() => ({
    body: {
      MetricDataResults: [
        { Id: 'm1', StatusCode: 'Complete', Timestamps: [1_764_000_060], Values: [7] },
        { Id: 'm0', StatusCode: 'Complete', Timestamps: [1_764_000_000, 1_764_000_060], Values: [1.5, 2] },
      ],
    },
  }));
  const results = await getMetricData(aws, reader, [wanted('alpha'), wanted('beta', 'Seconds')], window);
  expect(results).toEqual([
    { ok: true, times: [1_764_000_000_000, 1_764_000_060_000], values: [1.5, 2] },
    { ok: true, times: [1_764_000_060_000], values: [7000] },
  ]);
  expect(stub.requests[0]?.body).toMatchObject({
    StartTime: 1_764_000_000,
    EndTime: 1_764_000_900,
    MetricDataQueries: [
      {
        Id: 'm0',
        AccountId: '200000000001',
        MetricStat: { Period: 60, Stat: 'p99', Metric: { Dimensions: [{ Name: 'Cell', Value: 'alpha' }] } },
      },
      { Id: 'm1', AccountId: '200000000001' },
    ],
  });
  expect(aws.meter.rows()).toMatchObject([{ operation: 'GetMetricData', calls: 1, metrics: 2, estimatedUsd: 0.00002 }]);
});

it('follows partial data over pages, and tells a metric that stays partial', async () => {
  const { aws } = await make(({ body }) => ({
    body: body.NextToken
      ? { MetricDataResults: [{ Id: 'm0', StatusCode: 'Complete', Timestamps: [1_764_000_060], Values: [2] }] }
      : {
          NextToken: 'more',
          MetricDataResults: [
            { Id: 'm0', StatusCode: 'PartialData', Timestamps: [1_764_000_000], Values: [1] },
            { Id: 'm1', StatusCode: 'PartialData', Timestamps: [1_764_000_000], Values: [1] },
          ],
        },
  }));
  const [whole, partial] = await getMetricData(aws, reader, [wanted('alpha'), wanted('beta')], window);
  expect(whole).toEqual({ ok: true, times: [1_764_000_000_000, 1_764_000_060_000], values: [1, 2] });
  expect(partial).toMatchObject({ ok: false, code: 'service-error' });
});

it('tells forbidden and failed metrics apart while the others go on', async () => {
  const { aws } = await make(() => ({
    body: {
      Messages: [{ Code: 'Forbidden', Value: 'Access denied' }],
      MetricDataResults: [
        { Id: 'm0', StatusCode: 'Forbidden', Timestamps: [], Values: [] },
        { Id: 'm1', StatusCode: 'InternalError', Messages: [{ Code: 'x', Value: 'oh' }] },
        { Id: 'm2', StatusCode: 'Complete', Timestamps: [], Values: [] },
      ],
    },
  }));
  const results = await getMetricData(aws, reader, [wanted('a'), wanted('b'), wanted('c'), wanted('d')], window);
  expect(results).toMatchObject([
    { ok: false, code: 'access-denied', message: expect.stringContaining('200000000001') },
    { ok: false, code: 'service-error', message: 'oh' },
    { ok: true, values: [] },
    { ok: false, code: 'invalid-response' },
  ]);
});

it('reads the points of linked accounts over the wire, and tells the one that is not linked', async () => {
  const { aws, world, clock, close } = await simulatedAws({ cells: 6 });
  ended.push(close);
  const { region } = world.cells[0] ?? { region: '' };
  const here = world.cells.filter((one) => one.region === region);
  const asked = [...here, { name: here[0]?.name ?? '', accountId: '100000000005' }].map(({ name, accountId }) => ({
    ...wanted(name),
    accountId,
  }));
  const role = { name: 'CellwatchReader', externalId: 'orbit-{accountId}' };
  const end = Math.floor(clock.time / 60_000) * 60_000;
  const start = end - 15 * 60_000;
  const results = await getMetricData(aws, { accountId: '100000000002', region, role }, asked, { start, end, periodSeconds: 60 });
  const truth = here.map(({ name, accountId }) => {
    const key = { namespace: 'Cell', name: 'Latency', dimensions: [{ name: 'Cell', value: name }] };
    const points = world.metrics.points(accountId, region, key, 'p99', 60, start, end);
    return { ok: true, times: points?.timestamps, values: points?.values };
  });
  expect(truth[0]?.values?.length).toBeGreaterThan(5);
  expect(results.slice(0, -1)).toEqual(truth);
  expect(results.at(-1)).toMatchObject({ ok: false, code: 'access-denied', message: expect.stringContaining('100000000005') });
});

it('reads a long window in several calls, each metric once and in order, but 500 metrics of 30 minutes in one', async () => {
  const { aws, stub } = await make(({ body }) => ({
    body: {
      MetricDataResults: body.MetricDataQueries.map(
        (query: { Id: string; MetricStat: { Metric: { Dimensions: { Value: string }[] } } }) => ({
          Id: query.Id,
          StatusCode: 'Complete',
          Timestamps: [body.StartTime],
          Values: [Number(query.MetricStat.Metric.Dimensions[0]?.Value)],
        }),
      ),
    },
  }));
  const many = Array.from({ length: 500 }, (_, index) => wanted(String(index)));
  const long = await getMetricData(aws, reader, many, { ...window, start: window.end - 200 * 60_000 });
  expect(stub.requests.map((request) => request.body.MetricDataQueries.length)).toEqual([75, 75, 75, 75, 75, 75, 50]);
  expect(long.map((result) => (result.ok ? result.values[0] : null))).toEqual(many.map((_, index) => index));
  expect(aws.meter.rows()).toMatchObject([{ operation: 'GetMetricData', metrics: 500 }]);
  stub.requests.length = 0;
  await getMetricData(aws, reader, many, { ...window, start: window.end - 30 * 60_000 });
  expect(stub.requests).toHaveLength(1);
});

it("refuses what does not fit AWS's limits before sending it", async () => {
  const { aws, stub } = await make(() => ({}));
  await expect(
    getMetricData(
      aws,
      reader,
      Array.from({ length: 501 }, () => wanted('a')),
      window,
    ),
  ).rejects.toThrow(RangeError);
  const long = { ...window, start: window.end - 202 * 60_000 };
  await expect(
    getMetricData(
      aws,
      reader,
      Array.from({ length: 500 }, () => wanted('a')),
      long,
    ),
  ).rejects.toThrow(RangeError);
  expect(stub.requests).toHaveLength(0);
});
