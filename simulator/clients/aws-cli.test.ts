import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProgram } from './run-program.ts';
import { type Key, startTestBed, type TestBed } from './test-bed.ts';

const INSTALL = 'apt-get install awscli';
const MONITORING = '100000000002';
const TOOLING = '100000000003';
let bed: TestBed;
let cell: { name: string; accountId: string };
let folder: string;

beforeAll(async () => {
  bed = await startTestBed();
  folder = await mkdtemp(join(tmpdir(), 'cellwatch-cli-'));
  const first = bed.world.cells.find((entry) => entry.region === 'us-east-1' && entry.cloud === 'aws' && entry.state === 'in-service');
  if (!first) throw new Error('The world has no cell in us-east-1');
  cell = first;
});
afterAll(async () => {
  await bed.close();
  await rm(folder, { recursive: true });
});

function aws(key: Key, ...args: string[]): Promise<string> {
  return runProgram('/usr/bin/aws', ['--endpoint-url', bed.url, '--region', 'us-east-1', '--output', 'json', ...args], INSTALL, {
    AWS_ACCESS_KEY_ID: key.accessKeyId,
    AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
    ...(key.sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: key.sessionToken }),
    AWS_MAX_ATTEMPTS: '1',
  });
}
const read = async (key: Key, ...args: string[]) => JSON.parse((await aws(key, ...args)) || 'null');
const failure = async (key: Key, ...args: string[]): Promise<string> => {
  try {
    await aws(key, ...args);
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    if (stderr !== undefined) return stderr;
    throw error;
  }
  throw new Error(`aws ${args.join(' ')} was expected to fail`);
};

describe('the AWS command line', { timeout: 120_000 }, () => {
  it('receives and deletes messages', async () => {
    const admin = bed.administrator(MONITORING);
    const { QueueUrl } = await read(admin, 'sqs', 'create-queue', '--queue-name', 'cli');
    await read(admin, 'sqs', 'send-message', '--queue-url', QueueUrl, '--message-body', 'hello');
    const { Messages } = await read(admin, 'sqs', 'receive-message', '--queue-url', QueueUrl, '--attribute-names', 'All');
    expect(Messages).toMatchObject([{ Body: 'hello', Attributes: { ApproximateReceiveCount: '1' } }]);
    await read(admin, 'sqs', 'delete-message', '--queue-url', QueueUrl, '--receipt-handle', Messages[0].ReceiptHandle);
  });

  it('signs in and assumes roles', async () => {
    expect(await read(bed.app, 'sts', 'get-caller-identity')).toMatchObject({ Account: MONITORING });
    const role = [
      'sts',
      'assume-role',
      '--role-arn',
      `arn:aws:iam::${cell.accountId}:role/CellwatchReader`,
      '--role-session-name',
      'cli',
      '--external-id',
    ];
    const { Credentials: given } = await read(bed.app, ...role, `orbit-${cell.accountId}`);
    const key = { accessKeyId: given.AccessKeyId, secretAccessKey: given.SecretAccessKey, sessionToken: given.SessionToken };
    const { MetricAlarms: alarms } = await read(key, 'cloudwatch', 'describe-alarms');
    expect(alarms.length).toBeGreaterThan(2);
    expect(await failure(bed.app, ...role, 'orbit-other')).toMatch(
      /\(AccessDenied\) when calling the AssumeRole operation.*not authorized to perform: sts:AssumeRole/,
    );
    bed.clock.ahead = 3_601_000;
    expect(await failure(key, 'cloudwatch', 'describe-alarms')).toMatch(/\(ExpiredToken\)/);
    bed.clock.ahead = 0;
  });

  it('copies and lists objects', async () => {
    const owner = bed.administrator(MONITORING);
    const [from, to] = [join(folder, 'from'), join(folder, 'to')];
    await writeFile(from, 'x'.repeat(100_000));
    await aws(owner, 's3', 'cp', from, 's3://orbit-cellwatch/cli/file');
    await aws(owner, 's3', 'cp', 's3://orbit-cellwatch/cli/file', to);
    expect(await readFile(to, 'utf8')).toBe('x'.repeat(100_000));
    expect(await aws(owner, 's3', 'ls')).toContain('orbit-cellwatch');
    expect(await aws(owner, 's3', 'ls', 's3://orbit-cellwatch/')).toMatch(/PRE cli\/[\s\S]*registry\.json/);
    expect(await read(owner, 's3api', 'head-object', '--bucket', 'orbit-cellwatch', '--key', 'cli/file')).toMatchObject({
      ContentLength: 100_000,
    });
    expect(await failure(bed.app, 's3', 'cp', from, 's3://orbit-cellwatch/registry.json')).toMatch(/\(AccessDenied\)/);
  });

  it('reads the organization and its links', async () => {
    const { Accounts: accounts } = await read(bed.administrator('100000000001'), 'organizations', 'list-accounts');
    expect(accounts).toHaveLength(bed.world.accounts.size);
    expect(await read(bed.administrator('100000000001'), 'organizations', 'describe-organization')).toMatchObject({
      Organization: { Id: 'o-orbit00001' },
    });
    const {
      Items: [sink],
    } = await read(bed.administrator(MONITORING), 'oam', 'list-sinks');
    const { Items: links } = await read(bed.administrator(MONITORING), 'oam', 'list-attached-links', '--sink-identifier', sink.Arn);
    expect(links).toHaveLength(bed.world.links('us-east-1').length);
  });

  it('reads costs', async () => {
    const management = bed.administrator('100000000001');
    const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
    const period = (from: number, to: number) => ['--time-period', `Start=${ago(from)},End=${ago(to)}`];
    const ask = (from: number, to: number) => [
      'ce',
      'get-cost-and-usage',
      ...period(from, to),
      '--granularity',
      'DAILY',
      '--metrics',
      'AmortizedCost',
    ];
    const { ResultsByTime: results, DimensionValueAttributes: names } = await read(
      management,
      ...ask(9, 2),
      '--group-by',
      'Type=DIMENSION,Key=LINKED_ACCOUNT',
      '--filter',
      '{"Dimensions":{"Key":"SERVICE","Values":["Amazon DynamoDB"]}}',
    );
    expect(results).toHaveLength(7);
    expect(results[0].Groups).toHaveLength(bed.world.cells.length);
    expect(names).toContainEqual({ Value: cell.accountId, Attributes: { description: `cell ${cell.name}` } });
    expect((await read(management, 'ce', 'get-tags', ...period(9, 2), '--tag-key', 'component')).TotalSize).toBe(5);
    expect((await read(management, 'ce', 'get-anomalies', '--date-interval', `StartDate=${ago(60)}`)).Anomalies).toHaveLength(1);
    expect(await failure(management, ...ask(2, 9))).toMatch(/\(ValidationException\).*Start date \(and hour\) should be before end date/);
    await bed.sideDoor('POST', 'costs', { explorer: 'not-enabled' });
    expect(await failure(management, ...ask(9, 2))).toMatch(/\(AccessDeniedException\).*User not enabled for cost explorer access/);
    await bed.sideDoor('DELETE', 'costs');
  });

  it('reads and puts metrics', async () => {
    const key = bed.administrator(MONITORING);
    const queries = (count: number, period = 60) =>
      JSON.stringify(
        Array.from({ length: count }, (_, i) => ({
          Id: `q${i}`,
          AccountId: cell.accountId,
          MetricStat: {
            Metric: { Namespace: 'Cell', MetricName: 'Requests', Dimensions: [{ Name: 'Cell', Value: cell.name }] },
            Period: period,
            Stat: 'Sum',
          },
        })),
      );
    const end = Math.floor(Date.now() / 60_000) * 60_000 - 120_000;
    const window = ['--start-time', new Date(end - 900_000).toISOString(), '--end-time', new Date(end).toISOString()];
    const get = ['cloudwatch', 'get-metric-data', ...window, '--metric-data-queries'];
    const {
      MetricDataResults: [result],
    } = await read(key, ...get, queries(1));
    expect(result.Values).toHaveLength(15);
    expect(await failure(key, ...get, queries(501))).toMatch(/\(ValidationError\).*greater than 500/);
    expect(await failure(key, ...get, queries(1, 90))).toMatch(/\(ValidationError\).*Period is invalid/);
    expect(await failure(bed.app, ...get, queries(1))).toMatch(
      /\(AccessDenied\).*because no identity-based policy allows the cloudwatch:GetMetricData action/,
    );

    const owner = bed.administrator(cell.accountId);
    await aws(
      owner,
      'cloudwatch',
      'put-metric-data',
      '--namespace',
      'Cli',
      '--metric-name',
      'm',
      '--value',
      '3',
      '--dimensions',
      'Cell=a,Zone=b',
    );
    const { Metrics: metrics } = await read(owner, 'cloudwatch', 'list-metrics', '--namespace', 'Cli');
    expect(metrics).toEqual([
      {
        Namespace: 'Cli',
        MetricName: 'm',
        Dimensions: [
          { Name: 'Cell', Value: 'a' },
          { Name: 'Zone', Value: 'b' },
        ],
      },
    ]);
  });

  it('puts, moves and reads alarms', async () => {
    const owner = bed.administrator(cell.accountId);
    const call = (...args: string[]) => aws(owner, 'cloudwatch', ...args);
    await call(
      'put-metric-alarm',
      '--alarm-name',
      'cli',
      '--namespace',
      'Cli',
      '--metric-name',
      'm',
      '--statistic',
      'Sum',
      '--period',
      '60',
      '--evaluation-periods',
      '1',
      '--threshold',
      '1',
      '--comparison-operator',
      'GreaterThanThreshold',
    );
    await call('put-composite-alarm', '--alarm-name', 'cli-composite', '--alarm-rule', 'ALARM("cli")');
    await call('set-alarm-state', '--alarm-name', 'cli', '--state-value', 'ALARM', '--state-reason', 'by hand');
    const described = await read(
      owner,
      'cloudwatch',
      'describe-alarms',
      '--alarm-name-prefix',
      'cli',
      '--alarm-types',
      'MetricAlarm',
      'CompositeAlarm',
    );
    expect(described.MetricAlarms).toMatchObject([{ AlarmName: 'cli', StateValue: 'ALARM', StateReason: 'by hand' }]);
    expect(described.CompositeAlarms).toMatchObject([{ AlarmName: 'cli-composite', AlarmRule: 'ALARM("cli")' }]);
    const { AlarmHistoryItems: items } = await read(owner, 'cloudwatch', 'describe-alarm-history', '--alarm-name', 'cli');
    expect(items).toHaveLength(2);
    expect(
      await failure(owner, 'cloudwatch', 'set-alarm-state', '--alarm-name', 'none', '--state-value', 'OK', '--state-reason', 'r'),
    ).toMatch(/\(ResourceNotFound\)/);
  });

  it('reads and stops bakes', async () => {
    const tooling = bed.administrator(TOOLING);
    const bake = bed.world.releases.bakes().find((one) => one.status === 'SUCCEEDED');
    const of = (operation: string, ...args: string[]) => ['stepfunctions', operation, '--execution-arn', bake?.executionArn ?? '', ...args];
    expect(await read(tooling, ...of('describe-execution'))).toMatchObject({ status: 'SUCCEEDED', stateMachineArn: bake?.stateMachineArn });
    const { events } = await read(tooling, ...of('get-execution-history', '--reverse-order', '--max-items', '2'));
    expect(events).toMatchObject([{ type: 'ExecutionSucceeded' }, { type: 'SucceedStateExited' }]);
    const { type } = await read(tooling, 'stepfunctions', 'describe-state-machine', '--state-machine-arn', bake?.stateMachineArn ?? '');
    expect(type).toBe('STANDARD');
    expect(Date.parse((await read(tooling, ...of('stop-execution', '--cause', 'by hand'))).stopDate)).toBeCloseTo(bake?.stoppedAt ?? 0, -4);
    expect(await failure(tooling, 'stepfunctions', 'stop-execution', '--execution-arn', 'bake')).toMatch(/\(InvalidArn\)/);
  });

  it('reads stacks, images and builds', async () => {
    const owner = bed.administrator(cell.accountId);
    const tooling = bed.administrator(TOOLING);
    const { Stacks: stacks } = await read(owner, 'cloudformation', 'describe-stacks');
    expect(stacks.map((stack: { StackName: string }) => stack.StackName)).toEqual(['router', 'auth', 'topics']);
    const { StackEvents: events } = await read(
      owner,
      'cloudformation',
      'describe-stack-events',
      '--stack-name',
      'router',
      '--max-items',
      '1',
    );
    expect(events).toHaveLength(1);
    expect(await failure(owner, 'cloudformation', 'describe-stacks', '--stack-name', 'nobody')).toMatch(
      /\(ValidationError\).*Stack with id nobody does not exist/,
    );
    const image = bed.world.releases.images('cache-engine')[0];
    const describeImages = ['ecr', 'describe-images', '--repository-name', 'cache-engine'];
    expect((await read(tooling, ...describeImages, '--image-ids', `imageTag=${image?.tag}`)).imageDetails).toMatchObject([
      { imageDigest: image?.digest },
    ]);
    expect(await failure(tooling, ...describeImages, '--image-ids', 'imageTag=none')).toMatch(/\(ImageNotFoundException\)/);
    const build = bed.world.releases.builds()[0];
    expect((await read(tooling, 'codebuild', 'batch-get-builds', '--ids', build?.id ?? '')).builds).toMatchObject([
      { id: build?.id, projectName: build?.project },
    ]);
  });
});
