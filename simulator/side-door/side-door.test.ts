import { CloudWatchClient, DescribeAlarmsCommand, GetMetricDataCommand, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { failureOf, startTestBed, type TestBed } from '../clients/test-bed.ts';

const MONITORING = '100000000002';
let bed: TestBed;
let cells: { name: string; accountId: string }[];
beforeAll(async () => {
  bed = await startTestBed();
  cells = bed.world.cells.filter((cell) => cell.cloud === 'aws' && cell.region === 'us-east-1');
});
afterEach(async () => {
  bed.clock.ahead = 0;
  await bed.sideDoor('DELETE', 'faults');
  await bed.sideDoor('DELETE', 'incidents');
});
afterAll(() => bed.close());

const fault = (more: object) =>
  bed.sideDoor('POST', 'faults', { service: 'CloudWatch', operation: '*', kind: 'throttle', seconds: 60, ...more });
const describeAlarms = (accountId = cells[0]?.accountId ?? '') =>
  bed.cloudwatch(bed.administrator(accountId)).send(new DescribeAlarmsCommand({}));

describe('calls', () => {
  it('are counted by operation, principal and Region, failures apart', async () => {
    await bed.sideDoor('DELETE', 'calls');
    const accountId = cells[0]?.accountId ?? '';
    await describeAlarms();
    await describeAlarms();
    await failureOf(bed.cloudwatch(bed.administrator(accountId), 'eu-west-1').send(new DescribeAlarmsCommand({ MaxRecords: 1000 })));
    await failureOf(bed.sts({ accessKeyId: 'AKIANOBODY', secretAccessKey: 'x' }).send(new GetCallerIdentityCommand({})));
    const who = { accountId, principalArn: `arn:aws:iam::${accountId}:user/administrator` };
    expect((await bed.sideDoor('GET', 'calls')).body).toEqual([
      { service: 'CloudWatch', operation: 'DescribeAlarms', ...who, region: 'us-east-1', count: 2, errors: 0 },
      { service: 'CloudWatch', operation: 'DescribeAlarms', ...who, region: 'eu-west-1', count: 1, errors: 1 },
      { service: 'STS', operation: 'GetCallerIdentity', accountId: null, principalArn: null, region: 'us-east-1', count: 1, errors: 1 },
    ]);
    await bed.sideDoor('DELETE', 'calls');
    expect((await bed.sideDoor('GET', 'calls')).body).toEqual([]);
  });
});

describe('faults', () => {
  it.each([
    ['throttle', 'Throttling', 400],
    ['deny', 'AccessDenied', 400],
    ['error', 'InternalFailure', 500],
  ])('%s calls', async (kind, name, status) => {
    await fault({ kind });
    expect(await failureOf(describeAlarms())).toMatchObject({ name, status });
  });

  it('malform answers', async () => {
    await fault({ kind: 'malformed' });
    await expect(describeAlarms()).rejects.toThrow(/JSON|Unexpected|deserialization/i);
  });

  it('drop the connection after the work is done', async () => {
    const client = bed.cloudwatch(bed.administrator('100000000005'));
    await fault({ kind: 'drop-after-commit', operation: 'PutMetricAlarm' });
    const alarm = {
      AlarmName: 'kept',
      Namespace: 'T',
      MetricName: 'm',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
    } as const;
    await expect(client.send(new PutMetricAlarmCommand(alarm))).rejects.toThrow();
    expect((await client.send(new DescribeAlarmsCommand({}))).MetricAlarms?.map((entry) => entry.AlarmName)).toEqual(['kept']);
  });

  it('keep a caller waiting until it gives up', async () => {
    await fault({ kind: 'timeout' });
    const client = new CloudWatchClient({
      endpoint: bed.url,
      region: 'us-east-1',
      credentials: bed.administrator(MONITORING),
      maxAttempts: 1,
      requestHandler: { requestTimeout: 300, throwOnRequestTimeout: true },
    });
    await expect(client.send(new DescribeAlarmsCommand({}))).rejects.toThrow(/timed out|timeout|did not/i);
  });

  it('slow calls down', async () => {
    await fault({ kind: 'slow' });
    const started = performance.now();
    await describeAlarms();
    expect(performance.now() - started).toBeGreaterThan(2_500);
  });

  it('hit only what they are meant for', async () => {
    await fault({ service: 'cloudwatch', operation: 'describealarms', accountId: cells[0]?.accountId, region: 'us-east-1' });
    expect((await failureOf(describeAlarms())).name).toBe('Throttling');
    await describeAlarms(cells[1]?.accountId);
    await bed.cloudwatch(bed.administrator(cells[0]?.accountId ?? ''), 'eu-west-1').send(new DescribeAlarmsCommand({}));
    await bed.sts(bed.administrator(cells[0]?.accountId ?? '')).send(new GetCallerIdentityCommand({}));
  });

  it('of an account hit who assumes its role', async () => {
    await fault({ service: 'STS', operation: 'AssumeRole', kind: 'deny', accountId: cells[0]?.accountId });
    expect((await failureOf(bed.assume(cells[0]?.accountId ?? ''))).name).toBe('AccessDenied');
    await bed.assume(cells[1]?.accountId ?? '');
  });

  it('of a linked account hit its part of a call of the monitoring account', async () => {
    const Metric = (name: string) => ({ Namespace: 'Cell', MetricName: 'Requests', Dimensions: [{ Name: 'Cell', Value: name }] });
    const get = () =>
      bed.cloudwatch(bed.administrator(MONITORING)).send(
        new GetMetricDataCommand({
          MetricDataQueries: cells.slice(0, 2).map((cell, i) => ({
            Id: `q${i}`,
            AccountId: cell.accountId,
            MetricStat: { Metric: Metric(cell.name), Period: 60, Stat: 'Sum' },
          })),
          StartTime: new Date(Date.now() - 600_000),
          EndTime: new Date(),
        }),
      );
    await fault({ operation: 'GetMetricData', kind: 'deny', accountId: cells[0]?.accountId });
    expect((await get()).MetricDataResults?.map((result) => result.StatusCode)).toEqual(['Forbidden', 'Complete']);
    await bed.sideDoor('DELETE', 'faults');
    await fault({ operation: 'GetMetricData', kind: 'throttle', accountId: cells[1]?.accountId });
    expect((await get()).MetricDataResults?.map((result) => result.StatusCode)).toEqual(['Complete', 'InternalError']);
  });

  it('hit the share of calls that was asked for', async () => {
    await fault({ rate: 0.25 });
    let failures = 0;
    for (let i = 0; i < 40; i++) await describeAlarms().catch(() => failures++);
    expect(failures).toBe(10);
  });

  it('end by themselves, by the clock of the world, or by hand', async () => {
    const { body } = await fault({ seconds: 30 });
    expect((await bed.sideDoor('GET', 'faults')).body).toMatchObject([{ id: (body as { id: string }).id, kind: 'throttle', rate: 1 }]);
    bed.clock.ahead = 31_000;
    await describeAlarms();
    expect((await bed.sideDoor('GET', 'faults')).body).toEqual([]);
    const [one, other] = [(await fault({})).body as { id: string }, (await fault({})).body as { id: string }];
    expect((await bed.sideDoor('DELETE', `faults?id=${one.id}`)).body).toEqual({ ended: 1 });
    expect((await bed.sideDoor('DELETE', 'faults', { id: other.id })).body).toEqual({ ended: 1 });
    expect((await bed.sideDoor('DELETE', 'faults', { id: other.id })).status).toBe(404);
  });

  it.each<[object, RegExp]>([
    [{ kind: 'explode' }, /throttle, deny, expired, .*, reset, reset-in-body, skew/],
    [{ rate: 2 }, /from 0 to 1/],
    [{ seconds: -1 }, /seconds is -1/],
    [{ accountId: 5 }, /twelve digits/],
    [{ service: undefined }, /service is missing/],
    [{ operations: 'x' }, /There is no "operations"; expected service, operation/],
  ])('%j is refused with what was expected', async (more, message) => {
    const { status, body } = await fault(more);
    expect(status).toBe(400);
    expect(body).toEqual({ code: 'invalid-input', message: expect.stringMatching(message) });
  });
});

describe('incidents', () => {
  it('start, are listed and end', async () => {
    const cell = cells[0]?.name ?? '';
    const started = await bed.sideDoor('POST', 'incidents', { cell, kind: 'errors', severity: 0.5 });
    expect(started).toEqual({ status: 200, body: { id: expect.any(String) } });
    const list = async () => (await bed.sideDoor('GET', 'incidents')).body as { cell: string; endedAt: number | null }[];
    expect((await list()).filter((incident) => incident.endedAt === null)).toMatchObject([{ cell, kind: 'errors', severity: 0.5 }]);
    expect((await bed.sideDoor('DELETE', `incidents?id=${(started.body as { id: string }).id}`)).body).toEqual({ ended: 1 });
    expect((await list()).filter((incident) => incident.endedAt === null)).toEqual([]);
  });

  it.each<[unknown, RegExp]>([
    [{ cell: 'pre-use1-z', kind: 'errors' }, /There is no cell "pre-use1-z"; did you mean "pre-use1-a"\?/],
    [{ kind: 'errors' }, /cell is missing/],
    [{ cell: 'pre-use1-a', kind: 'fire' }, /errors, latency, traffic-loss, silence/],
    [{ cell: 'pre-use1-a', kind: 'errors', severity: 7 }, /from 0 to 1/],
    [[], /Expected JSON such as/],
  ])('%j is refused with what was expected', async (input, message) => {
    const { status, body } = await bed.sideDoor('POST', 'incidents', input);
    expect(status).toBe(400);
    expect((body as { message: string }).message).toMatch(message);
  });
});

describe('the door itself', () => {
  it('tells what it has', async () => {
    expect((await bed.sideDoor('GET', 'health')).body).toMatchObject({ status: 'ok', cells: 24 });
    expect((await bed.sideDoor('GET', 'credentials')).body).toMatchObject({
      app: { accessKeyId: 'AKIA100000000002CWCH', secretAccessKey: 'simulator-100000000002-cellwatch' },
    });
    expect(await bed.sideDoor('GET', 'nothing')).toMatchObject({
      status: 404,
      body: { code: 'not-found', message: expect.stringContaining('/_simulator/faults') },
    });
    expect(await bed.sideDoor('PUT', 'faults', {})).toMatchObject({ status: 405 });
  });

  it('stays shut to web pages', async () => {
    for (const method of ['GET', 'POST', 'DELETE']) {
      const answer = await fetch(`${bed.url}/_simulator/faults`, { method, headers: { origin: 'https://evil.example' } });
      expect(answer.status).toBe(403);
    }
  });
});
