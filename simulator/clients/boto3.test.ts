import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BakeWorld, BuildWorld } from '../world/release-types.ts';
import { runProgram } from './run-program.ts';
import { startTestBed, type TestBed } from './test-bed.ts';

const INSTALL = 'apt-get install python3-boto3';
const UNLINKED = '100000000005';
const HERE = import.meta.dirname;
let bed: TestBed;
let cell: { name: string; accountId: string };
// biome-ignore lint/suspicious/noExplicitAny: what another program printed
let found: any;
let bake: BakeWorld;
let build: BuildWorld;

beforeAll(async () => {
  bed = await startTestBed();
  const first = bed.world.cells.find((entry) => entry.region === 'us-east-1' && entry.cloud === 'aws' && entry.state === 'in-service');
  if (!first) throw new Error('The world has no cell in us-east-1');
  cell = first;
  const passed = bed.world.releases.bakes().find((one) => one.status === 'SUCCEEDED');
  const built = bed.world.releases.builds().find((one) => one.status === 'SUCCEEDED');
  if (!passed || !built) throw new Error('The world has no past releases');
  bake = passed;
  build = built;
  const args = [bed.url, cell.accountId, cell.name, UNLINKED, bake.executionArn, build.id];
  found = JSON.parse(await runProgram('/usr/bin/python3', [`${HERE}/boto3_calls.py`, ...args], INSTALL));
}, 90_000);
afterAll(() => bed.close());

const refused = (code: string, message: RegExp, status: number) => [code, expect.stringMatching(message), status];

describe('boto3', () => {
  it('sends, receives and deletes messages', () => {
    expect(found.queue_url).toMatch(/\/100000000002\/cellwatch-events$/);
    expect(found.received).toEqual([['{"a": "<&>"}', '1']]);
    expect(found.hidden).toEqual([]);
    expect(found.deleted).toEqual([['a'], ['ReceiptHandleIsInvalid']]);
    expect(found.queue_attributes).toMatchObject({ VisibilityTimeout: '5', ApproximateNumberOfMessages: '0' });
    expect(found.no_queue).toEqual(refused('AWS.SimpleQueueService.NonExistentQueue', /does not exist/, 400));
  });

  it('signs in and assumes roles', () => {
    expect(found.identity).toBe('arn:aws:iam::100000000002:user/cellwatch');
    expect(found.assumed).toBe(`arn:aws:sts::${cell.accountId}:assumed-role/CellwatchReader/boto3`);
    expect(found.wrong_external_id).toEqual(
      refused('AccessDenied', /is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::\d{12}:role\/CellwatchReader$/, 403),
    );
    expect(found.wrong_secret).toEqual(refused('SignatureDoesNotMatch', /signature we calculated does not match/, 403));
    expect(found.unknown_key).toEqual(refused('InvalidClientTokenId', /security token included in the request is invalid/, 403));
  });

  it('reads and writes objects', () => {
    expect(found).toMatchObject({
      registry_version: 1,
      not_modified: 304,
      put: 'hello',
      head: 5,
      buckets: ['orbit-cellwatch'],
      keys: ['boto3/ä b.txt'],
    });
    expect(found.s3_denied).toEqual(
      refused(
        'AccessDenied',
        /s3:PutObject on resource: arn:aws:s3:::orbit-cellwatch\/registry.json because no identity-based policy/,
        403,
      ),
    );
    expect(found.no_such_key).toEqual(refused('NoSuchKey', /does not exist/, 404));
  });

  it('reads the organization and its links', () => {
    expect(found).toMatchObject({
      organization: '100000000001',
      accounts: bed.world.accounts.size,
      links: bed.world.links('us-east-1').length,
    });
    expect(found.accounts_denied).toEqual(refused('AccessDeniedException', /permissions/, 400));
  });

  it('reads costs', () => {
    expect(found).toMatchObject({
      costs_add_up: true,
      cost_days: 7,
      cost_account_names: `cell ${cell.name}`,
      cost_tags: ['Cell', 'component'],
      cost_regions: ['NoRegion', 'ap-northeast-1', 'eu-west-1', 'us-east-1', 'us-west-2'],
      cost_anomalies: [bed.world.costs.truth().anomaly?.accountId],
      cost_forecast: 'USD',
    });
    expect(found.costs_reversed).toEqual(refused('ValidationException', /^Start date \(and hour\) should be before end date/, 400));
    expect(found.costs_denied).toEqual(refused('AccessDeniedException', /not authorized to perform: ce:GetCostAndUsage on resource/, 400));
  });

  it('reads and puts metrics', () => {
    expect(found.metric_data).toEqual([
      ['q1', 'Complete', 15, true],
      ['q2', 'Complete', 15, true],
      ['q3', 'Forbidden', 0, true],
    ]);
    expect(found.newest).toBe(true);
    expect(found.too_many_queries).toEqual(refused('ValidationError', /greater than 500/, 400));
    expect(found.unaligned).toEqual(refused('ValidationError', /Period is invalid/, 400));
    expect(found.metrics).toEqual(['Errors', 'Latency', 'Requests', 'Saturation']);
    expect(found.put_metric).toEqual([{ Namespace: 'Boto3', MetricName: 'm', Dimensions: [] }]);
    expect(found.alarms_denied).toEqual(
      refused(
        'AccessDenied',
        /cloudwatch:DescribeAlarms on resource: .* because no identity-based policy allows the cloudwatch:DescribeAlarms action$/,
        403,
      ),
    );
  });

  it('reads, puts and moves alarms', () => {
    expect(found.cell_alarms).toBeGreaterThan(2);
    expect(found.described).toEqual([['boto3-alarm', 'ALARM'], 'boto3-composite']);
    expect(found.default_types).toEqual([1, 0]);
    expect(found.history).toEqual(['ConfigurationUpdate', 'StateUpdate']);
    expect(found.unknown_alarm).toEqual(refused('ResourceNotFound', /does not exist/, 404));
  });

  it('reads and stops bakes', () => {
    expect(found.bake).toEqual(['SUCCEEDED', true]);
    expect(found.bake_events.slice(0, 3)).toEqual(['ExecutionSucceeded', 'SucceedStateExited', 'SucceedStateEntered']);
    expect(found.bake_events.at(-1)).toBe('ExecutionStarted');
    expect(found.bake_waits).toBe(bake.lastsMs / 1000);
    expect(found.no_bake).toEqual(refused('ExecutionDoesNotExist', /^Execution Does Not Exist: 'arn:aws:states:/, 400));
    expect(found.no_arn).toEqual(refused('InvalidArn', /^Invalid Arn: 'Invalid ARN prefix: bake'$/, 400));
    expect(found.stop_denied).toEqual(refused('AccessDeniedException', /states:StopExecution on resource: arn:aws:states:/, 400));
    expect(found.stopped).toBe(true);
  });

  it('reads stacks, images and builds', () => {
    const revision = (component: string) =>
      bed.world.releases.deployments(component, cell.name).findLast((one) => one.status === 'succeeded')?.commit.id;
    expect(found.stacks).toEqual(['router', 'auth', 'topics'].map((component) => [component, revision(component)]));
    expect(found.stack_events).toBe(true);
    expect(found.no_stack).toEqual(refused('ValidationError', /^Stack with id nobody does not exist$/, 400));
    expect(found.no_stack_events).toEqual(refused('ValidationError', /^Stack \[nobody\] does not exist$/, 400));
    expect(found.images).toBe(bed.world.releases.images('cache-engine').length);
    expect(found.image).toBe(true);
    expect(found.no_image).toEqual(refused('ImageNotFoundException', /imageTag:'none'/, 400));
    expect(found.no_repository).toEqual(refused('RepositoryNotFoundException', /'nobody' does not exist in the registry/, 400));
    expect(found.builds).toEqual([[build.id, 'SUCCEEDED', 'COMPLETED']]);
    expect(found.builds_not_found).toEqual(['router-build:none']);
    expect(found.no_builds).toEqual(refused('InvalidInputException', /Invalid build ID/, 400));
  });

  it('reads and controls pipelines', () => {
    expect(found).toMatchObject({
      pipelines: ['auth', 'cache-engine', 'pipelines', 'router', 'topics'],
      stages: ['Source', 'Build', 'Release', 'Deploy-pre-production', 'Deploy-small', 'Deploy-medium', 'Deploy-large'],
      pipeline_arn: 'arn:aws:codepipeline:us-east-1:100000000003:router',
      started_twice: true,
      transition: [['by boto3', 'arn:aws:iam::100000000003:user/administrator']],
      in_source: true,
      executions: [bed.world.pipelines.find('100000000003', 'us-east-1', 'router')?.executions.length, 'enough'],
      actions: ['Bake', 'Bake', 'Bake', 'Bake', 'Build', 'Release-notes', 'Source'],
      revision: 40,
    });
    expect(found.stop_twice).toEqual(refused('DuplicatedStopRequestException', /Stopping/, 400));
    expect(found.no_such_pipeline).toEqual(refused('PipelineNotFoundException', /does not have a pipeline with name 'nowhere'/, 400));
    expect(found.bad_reason).toEqual(refused('ValidationException', /at 'reason' failed to satisfy constraint/, 400));
  });

  it('is told in every protocol that its session has ended', async () => {
    bed.clock.ahead = 3_601_000;
    const codes = JSON.parse(
      await runProgram('/usr/bin/python3', [`${HERE}/boto3_expired.py`, bed.url, JSON.stringify(found.reader_key)], INSTALL),
    );
    expect(codes).toEqual(['ExpiredToken', 'ExpiredToken', 'ExpiredTokenException', 'ExpiredToken']);
  }, 60_000);
});
