import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { type CodePipelineClient, StopPipelineExecutionCommand } from '@aws-sdk/client-codepipeline';
import { afterEach, describe, expect, it } from 'vitest';
import { Aws } from './aws.ts';
import { assumeRoleAnswer, type StubAnswer, type StubRequest, startAwsStub, xmlError } from './testing/aws-stub.ts';

const ROLE = { name: 'CellwatchReader', externalId: 'orbit-{accountId}' };
const START = Date.UTC(2026, 0, 1);
const ended: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0).reverse()) await end();
});

async function make(answer: (request: StubRequest) => StubAnswer) {
  const stub = await startAwsStub(answer);
  const clock = { time: START, now: () => clock.time };
  const credentials = { accessKeyId: 'AKIABASE', secretAccessKey: 'base' };
  const aws = new Aws({ region: 'us-east-1', clock, endpoint: stub.url, credentials });
  ended.push(
    () => stub.close(),
    () => aws.stop(),
  );
  const read = (accountId: string | null) =>
    aws.call(
      { accountId, region: 'eu-west-1', role: accountId === null ? null : ROLE },
      { service: 'CloudWatch', operation: 'DescribeAlarms', limits: { concurrency: 4, perSecond: 1000 } },
      (client, options) => client.send(new DescribeAlarmsCommand({}), options),
    );
  return { aws, stub, clock, read };
}

const hourLater = new Date(START + 3_600_000).toISOString();

describe('reading as an account', () => {
  it('assumes the role once for many calls at the same time, with the external id of the account', async () => {
    const { stub, read } = await make(({ operation }) =>
      operation === 'AssumeRole' ? assumeRoleAnswer('200000000001', hourLater) : { body: {} },
    );
    await Promise.all([read('200000000001'), read('200000000001'), read('200000000001')]);
    const assumed = stub.requests.filter((request) => request.operation === 'AssumeRole');
    expect(assumed).toHaveLength(1);
    expect(assumed[0]?.body).toMatchObject({ RoleArn: 'arn:aws:iam::200000000001:role/CellwatchReader', ExternalId: 'orbit-200000000001' });
    expect(assumed[0]?.accessKeyId).toBe('AKIABASE');
    expect(
      stub.requests.filter((request) => request.operation === 'DescribeAlarms').every((one) => one.accessKeyId === 'ASIA200000000001'),
    ).toBe(true);
  });

  it('renews the session five minutes before it ends, not earlier', async () => {
    const { stub, clock, read } = await make(({ operation }) =>
      operation === 'AssumeRole' ? assumeRoleAnswer('200000000001', new Date(clock.time + 3_600_000).toISOString()) : { body: {} },
    );
    const assumed = () => stub.requests.filter((request) => request.operation === 'AssumeRole').length;
    await read('200000000001');
    clock.time = START + 54 * 60_000;
    await read('200000000001');
    expect(assumed()).toBe(1);
    clock.time = START + 56 * 60_000;
    await read('200000000001');
    expect(assumed()).toBe(2);
  });

  it('names the role and what to check when the role can not be assumed', async () => {
    const { read, aws } = await make(() =>
      xmlError(403, 'AccessDenied', 'User: x is not authorized to perform: sts:AssumeRole on resource: y'),
    );
    await expect(read('200000000001')).rejects.toMatchObject({
      code: 'access-denied',
      message: 'access denied assuming CellwatchReader: its trust policy lacks this account or its external id',
    });
    expect(aws.meter.rows()).toMatchObject([{ operation: 'AssumeRole', errors: 1 }]);
  });

  it('uses the default credentials where no role is named', async () => {
    const { stub, read } = await make(() => ({ body: {} }));
    await read(null);
    expect(stub.requests.map((request) => [request.operation, request.accessKeyId])).toEqual([['DescribeAlarms', 'AKIABASE']]);
  });

  it('forgets a session that AWS calls expired', async () => {
    let expired = true;
    const { stub, read } = await make(({ operation }) => {
      if (operation === 'AssumeRole') return assumeRoleAnswer('200000000001', hourLater);
      return expired
        ? { status: 400, body: { __type: 'ExpiredTokenException', message: 'The security token included in the request is expired' } }
        : { body: {} };
    });
    await expect(read('200000000001')).rejects.toMatchObject({ code: 'expired-credentials' });
    expired = false;
    await read('200000000001');
    expect(stub.requests.filter((request) => request.operation === 'AssumeRole')).toHaveLength(2);
  });
});

describe('failures on the wire', () => {
  it.each([
    ['throttled', { status: 400, body: { __type: 'ThrottlingException', message: 'Rate exceeded' } }],
    ['invalid-response', { status: 200, body: '{"MetricAlarms": [' }],
    ['service-error', { status: 500, body: { __type: 'InternalServiceFault', message: 'oh' } }],
    [
      'access-denied',
      { status: 403, body: { __type: 'AccessDeniedException', message: 'not authorized to perform: cloudwatch:DescribeAlarms' } },
    ],
  ] as const)('reads as %s', async (code, answer) => {
    const { read } = await make(() => answer);
    await expect(read(null)).rejects.toMatchObject({ code });
  });

  it('reads as unreachable when nobody listens', async () => {
    const { stub, read } = await make(() => ({}));
    await stub.close();
    await expect(read(null)).rejects.toMatchObject({ code: 'unreachable' });
  });
});

describe('what changes something', () => {
  const place = {
    accountId: '100000000003',
    region: 'us-east-1',
    role: 'CellwatchController',
    credentials: { accessKeyId: 'A', secretAccessKey: 's' },
  };
  const stop = (client: CodePipelineClient, options: { abortSignal: AbortSignal }) =>
    client.send(new StopPipelineExecutionCommand({ pipelineName: 'router', pipelineExecutionId: crypto.randomUUID() }), options);
  const call = { service: 'CodePipeline', operation: 'StopPipelineExecution' } as const;

  it('is sent once, whatever comes back', async () => {
    const { aws, stub } = await make(() => ({ status: 500, body: { __type: 'InternalFailure', message: 'oh' } }));
    await expect(aws.control(place, call, stop)).rejects.toMatchObject({ code: 'service-error', target: { role: 'CellwatchController' } });
    expect(stub.requests).toHaveLength(1);
  });

  it('is sent at most eight at once in an account and Region', async () => {
    const { aws, stub } = await make(() => ({ body: {} }));
    let [now, most] = [0, 0];
    await Promise.all(
      Array.from({ length: 30 }, () =>
        aws.control(place, call, async (client, options) => {
          most = Math.max(most, ++now);
          await new Promise((resolve) => setTimeout(resolve, 5));
          return stop(client, options).finally(() => now--);
        }),
      ),
    );
    expect(most).toBe(8);
    expect(stub.requests).toHaveLength(30);
  });

  it('is done in the name of a person, by a session of its own', async () => {
    const { aws, stub } = await make(() => assumeRoleAnswer('100000000003', hourLater));
    const role = { name: 'CellwatchController', externalId: 'orbit-{accountId}' };
    const session = { accountId: '100000000003', role, person: 'olga@orbit.example', policy: '{}', tags: { 'cellwatch-action': 'act-1' } };
    const [one, other] = [await aws.assumeController(session), await aws.assumeController(session)];
    expect(one).not.toBe(other);
    expect(stub.requests).toHaveLength(2);
    expect(stub.requests[0]?.body).toMatchObject({
      RoleArn: 'arn:aws:iam::100000000003:role/CellwatchController',
      RoleSessionName: 'olga@orbit.example',
      SourceIdentity: 'olga@orbit.example',
      ExternalId: 'orbit-100000000003',
      DurationSeconds: '900',
      Policy: '{}',
      'Tags.member.1.Key': 'cellwatch-action',
      'Tags.member.1.Value': 'act-1',
    });
  });
});
