import { BatchGetBuildsCommand, type CodeBuildClient } from '@aws-sdk/client-codebuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commitOf, fixReleases } from '../../clients/fixed-releases.ts';
import { failureOf, startTestBed, type TestBed } from '../../clients/test-bed.ts';
import type { BuildWorld } from '../../world/release-types.ts';

const TOOLING = '100000000003';
const STREAM = '00000000-0000-4000-a000-00000000000';
let bed: TestBed;
let codebuild: CodeBuildClient;
let now: number;

beforeAll(async () => {
  bed = await startTestBed();
  now = bed.clock.now();
  fixReleases(bed.world, {
    builds: [
      build(1, 'SUCCEEDED', 60_000, 30_000),
      build(2, 'FAILED', 60_000, 30_000),
      build(3, 'STOPPED', 60_000, 3_000),
      build(4, 'IN_PROGRESS', 20_000, null),
      build(5, 'IN_PROGRESS', 0, null),
    ],
  });
  codebuild = bed.codebuild(await bed.assume(TOOLING));
});
afterAll(() => bed.close());

function build(n: number, status: BuildWorld['status'], ago: number, lasted: number | null): BuildWorld {
  const startedAt = now - ago;
  const endedAt = lasted === null ? null : startedAt + lasted;
  const component = n === 5 ? 'auth' : 'router';
  return { id: idOf(n), project: component, component, commit: commitOf(`c${n}`), executionId: 'e1', startedAt, endedAt, status };
}

const idOf = (n: number) => `${n === 5 ? 'auth' : 'router'}:${STREAM}${n}`;
const get = (...ids: string[]) => codebuild.send(new BatchGetBuildsCommand({ ids }));
const phases = async (n: number) => ((await get(idOf(n))).builds?.[0]?.phases ?? []).map((phase) => [phase.phaseType, phase.phaseStatus]);

describe('BatchGetBuilds', () => {
  it('tells of a build that succeeded', async () => {
    const { builds, buildsNotFound } = await get(idOf(1));
    expect(buildsNotFound).toEqual([]);
    expect(builds?.[0]).toMatchObject({
      id: idOf(1),
      arn: `arn:aws:codebuild:us-east-1:${TOOLING}:build/${idOf(1)}`,
      projectName: 'router',
      buildStatus: 'SUCCEEDED',
      buildComplete: true,
      currentPhase: 'COMPLETED',
      initiator: 'codepipeline/router',
      resolvedSourceVersion: commitOf('c1').id,
      sourceVersion: expect.stringMatching(/^arn:aws:s3:::/),
      startTime: new Date(now - 60_000),
      endTime: new Date(now - 30_000),
      logs: {
        groupName: '/aws/codebuild/router',
        streamName: `${STREAM}1`,
        deepLink: `https://console.aws.amazon.com/cloudwatch/home?region=us-east-1#logsV2:log-groups/log-group/$252Faws$252Fcodebuild$252Frouter/log-events/${STREAM}1`,
      },
    });
    expect(await phases(1)).toEqual([
      ['SUBMITTED', 'SUCCEEDED'],
      ['QUEUED', 'SUCCEEDED'],
      ['PROVISIONING', 'SUCCEEDED'],
      ['DOWNLOAD_SOURCE', 'SUCCEEDED'],
      ['INSTALL', 'SUCCEEDED'],
      ['PRE_BUILD', 'SUCCEEDED'],
      ['BUILD', 'SUCCEEDED'],
      ['POST_BUILD', 'SUCCEEDED'],
      ['UPLOAD_ARTIFACTS', 'SUCCEEDED'],
      ['FINALIZING', 'SUCCEEDED'],
      ['COMPLETED', undefined],
    ]);
    const times = (builds?.[0]?.phases ?? []).map((phase) => [phase.startTime?.getTime() ?? 0, phase.endTime?.getTime() ?? now - 30_000]);
    expect(times.flat()).toEqual(times.flat().toSorted((a, b) => a - b));
  });

  it('tells which phase failed, and why', async () => {
    const { builds } = await get(idOf(2));
    expect(builds?.[0]).toMatchObject({ buildStatus: 'FAILED', buildComplete: true });
    expect(builds?.[0]?.phases?.filter((phase) => phase.phaseStatus !== 'SUCCEEDED' && phase.phaseType !== 'COMPLETED')).toMatchObject([
      { phaseType: 'BUILD', phaseStatus: 'FAILED', contexts: [{ statusCode: 'COMMAND_EXECUTION_ERROR', message: expect.any(String) }] },
    ]);
    expect((await get(idOf(3))).builds?.[0]?.buildStatus).toBe('STOPPED');
    expect((await phases(3)).find(([type]) => type === 'BUILD')).toEqual(['BUILD', 'STOPPED']);
  });

  it('tells of builds under way only what has begun', async () => {
    const { builds } = await get(idOf(4));
    expect(builds?.[0]).toMatchObject({ buildStatus: 'IN_PROGRESS', buildComplete: false, currentPhase: 'BUILD' });
    expect(builds?.[0]?.endTime).toBeUndefined();
    expect((await phases(4)).slice(-2)).toEqual([
      ['PRE_BUILD', 'SUCCEEDED'],
      ['BUILD', undefined],
    ]);
    const [, second] = (await get(idOf(4), idOf(5))).builds ?? [];
    expect(second?.phases?.[0]).toMatchObject({ phaseType: 'SUBMITTED', phaseStatus: 'SUCCEEDED' });
    expect(second?.currentPhase).not.toBe('COMPLETED');
  });

  it('names the builds that it does not know, and tells each known one once, by id or ARN', async () => {
    const arn = `arn:aws:codebuild:us-east-1:${TOOLING}:build/${idOf(1)}`;
    const { builds, buildsNotFound } = await get(idOf(1), arn, 'router:nobody', idOf(2));
    expect(builds?.map((one) => one.id)).toEqual([idOf(1), idOf(2)]);
    expect(buildsNotFound).toEqual(['router:nobody']);
    const elsewhere = bed.codebuild(bed.administrator(TOOLING), 'eu-west-1');
    expect((await elsewhere.send(new BatchGetBuildsCommand({ ids: [idOf(1)] }))).buildsNotFound).toEqual([idOf(1)]);
  });

  it.each<[string, string[]]>([
    ['no ids', []],
    ['101 ids', Array.from({ length: 101 }, () => 'router:x')],
    ['an id without a project', ['x']],
    ['an empty id', ['']],
    ['an ARN of another account', ['arn:aws:codebuild:us-east-1:200000000003:build/router:x']],
  ])('refuses %s', async (_what, ids) => {
    expect(await failureOf(get(...ids))).toMatchObject({ name: 'InvalidInputException', status: 400 });
  });

  it('asks permission on each project', async () => {
    const key = await bed.assume(TOOLING, {
      Policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Action: 'codebuild:BatchGetBuilds', Resource: `arn:aws:codebuild:us-east-1:${TOOLING}:project/router` },
        ],
      }),
    });
    const narrow = (...ids: string[]) => bed.codebuild(key).send(new BatchGetBuildsCommand({ ids }));
    expect((await narrow(idOf(1))).builds).toHaveLength(1);
    expect(await failureOf(narrow(idOf(1), idOf(5)))).toEqual({
      name: 'AccessDeniedException',
      message: `User: arn:aws:sts::${TOOLING}:assumed-role/CellwatchReader/test is not authorized to perform: codebuild:BatchGetBuilds on resource: arn:aws:codebuild:us-east-1:${TOOLING}:project/auth because no session policy allows the codebuild:BatchGetBuilds action`,
      status: 400,
    });
  });
});
