import {
  type CodePipelineClient,
  GetPipelineCommand,
  GetPipelineStateCommand,
  ListPipelinesCommand,
  ListTagsForResourceCommand,
  paginateListPipelines,
} from '@aws-sdk/client-codepipeline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failureOf, startTestBed, type TestBed } from '../../clients/test-bed.ts';

const TOOLING = '100000000003';
const MINUTE = 60_000;
let bed: TestBed;
let client: CodePipelineClient;
/** A release of router that is in its first bake. */
let moving: string;

beforeAll(async () => {
  bed = await startTestBed(24, { components: 12 });
  client = bed.codepipeline(bed.administrator(TOOLING));
  moving = bed.world.releases.start({ component: 'router', quality: 'good' }).id;
  bed.clock.ahead += 2.5 * MINUTE;
});
afterAll(() => bed.close());

describe('ListPipelines', () => {
  it('gives the pipelines of the caller’s account and Region, by name, in pages', async () => {
    const names: (string | undefined)[] = [];
    for await (const page of paginateListPipelines({ client, pageSize: 5 }, {})) {
      expect(page.pipelines?.length).toBeLessThanOrEqual(5);
      names.push(...(page.pipelines ?? []).map(({ name }) => name));
    }
    expect(names).toEqual(
      bed.world.releases
        .components()
        .map(({ name }) => name)
        .toSorted(),
    );
    const { pipelines } = await client.send(new ListPipelinesCommand({}));
    expect(pipelines?.find(({ name }) => name === 'topics')).toMatchObject({ version: 1, pipelineType: 'V2', executionMode: 'QUEUED' });
    for (const other of [bed.codepipeline(bed.administrator(TOOLING), 'eu-west-1'), bed.codepipeline(bed.administrator('100000000001'))]) {
      expect((await other.send(new ListPipelinesCommand({}))).pipelines).toEqual([]);
    }
  });

  it.each([
    [
      { maxResults: 1001 },
      'ValidationException',
      /Value '1001' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000/,
    ],
    [{ nextToken: 'nonsense' }, 'InvalidNextTokenException', /next token/],
  ])('refuses %j with %s', async (input, name, message) => {
    expect(await failureOf(client.send(new ListPipelinesCommand(input)))).toEqual({
      name,
      message: expect.stringMatching(message),
      status: 400,
    });
  });
});

describe('GetPipeline', () => {
  it('tells stages and actions, with the role and Region of the cell that each deploys to', async () => {
    const { pipeline, metadata } = await client.send(new GetPipelineCommand({ name: 'router' }));
    expect(pipeline).toMatchObject({
      name: 'router',
      version: 1,
      executionMode: 'SUPERSEDED',
      roleArn: 'arn:aws:iam::100000000003:role/pipelines',
    });
    expect(metadata?.pipelineArn).toBe('arn:aws:codepipeline:us-east-1:100000000003:router');
    expect(pipeline?.stages?.map(({ name }) => name)).toEqual([
      ...['Source', 'Build', 'Release', 'Deploy-pre-production', 'Deploy-small', 'Deploy-medium', 'Deploy-large'],
    ]);
    const actions = pipeline?.stages?.find(({ name }) => name === 'Deploy-small')?.actions ?? [];
    const cells = bed.world.cells.filter(({ wave }) => wave === 'small');
    expect(actions.slice(0, -1).map(({ name, roleArn, region, runOrder }) => ({ name, roleArn, region, runOrder }))).toEqual(
      cells.map(({ name, accountId, region }) => ({
        name: `Deploy-${name}`,
        roleArn: `arn:aws:iam::${accountId}:role/pipeline-deploy`,
        region,
        runOrder: 1,
      })),
    );
    const bake = actions.at(-1);
    expect(bake).toMatchObject({
      name: 'Bake',
      runOrder: 2,
      actionTypeId: { category: 'Invoke', owner: 'AWS', provider: 'StepFunctions', version: '1' },
      configuration: { StateMachineArn: 'arn:aws:states:us-east-1:100000000003:stateMachine:bake-small', InputType: 'Literal' },
    });
    expect(JSON.parse(bake?.configuration?.Input ?? '')).toMatchObject({ component: 'router', wave: 'small', stage: 'Deploy-small' });
  });

  it('tells of the approval before the last wave, and of functions that deploy to clusters', async () => {
    const auth = await client.send(new GetPipelineCommand({ name: 'auth' }));
    expect(auth.pipeline?.stages?.find(({ name }) => name === 'Approve-large')?.actions).toMatchObject([
      { name: 'Approve', actionTypeId: { category: 'Approval', provider: 'Manual' } },
    ]);
    const cache = await client.send(new GetPipelineCommand({ name: 'cache-engine' }));
    const [first] = cache.pipeline?.stages?.find(({ name }) => name === 'Deploy-small')?.actions ?? [];
    expect(first).toMatchObject({
      actionTypeId: { category: 'Invoke', provider: 'Lambda' },
      configuration: { FunctionName: 'deploy-to-cell' },
    });
    expect(first?.roleArn).toBeUndefined();
    expect(JSON.parse(first?.configuration?.UserParameters ?? '')).toEqual({
      component: 'cache-engine',
      cells: [first?.name?.replace('Deploy-', '')],
      image: '100000000003.dkr.ecr.us-east-1.amazonaws.com/cache-engine:#{SourceVariables.CommitId}',
    });
  });

  it.each([
    [{ name: 'ruter' }, 'PipelineNotFoundException', /Account '100000000003' does not have a pipeline with name 'ruter'/],
    [{ name: 'router', version: 9 }, 'PipelineVersionNotFoundException', /version/],
    [{ name: 'ro uter' }, 'ValidationException', /at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern/],
    [{ name: 'x'.repeat(101) }, 'ValidationException', /Member must have length less than or equal to 100/],
  ])('refuses %j with %s', async (input, name, message) => {
    expect(await failureOf(client.send(new GetPipelineCommand(input)))).toEqual({
      name,
      message: expect.stringMatching(message),
      status: 400,
    });
  });
});

describe('GetPipelineState', () => {
  it('shows where an execution is; actions that have not run in it show their run before', async () => {
    const { stageStates, pipelineVersion } = await client.send(new GetPipelineStateCommand({ name: 'router' }));
    expect(pipelineVersion).toBe(1);
    const stage = (name: string) => stageStates?.find(({ stageName }) => stageName === name);
    const before = bed.world.releases.list().find(({ id, component }) => component === 'router' && id !== moving);
    expect(stage('Deploy-pre-production')?.latestExecution).toEqual({
      pipelineExecutionId: moving,
      status: 'InProgress',
      type: 'STANDARD',
    });
    expect(stage('Deploy-small')?.latestExecution).toEqual({
      pipelineExecutionId: before?.id,
      status: 'Succeeded',
      type: 'STANDARD',
    });
    const bake = stage('Deploy-pre-production')?.actionStates?.find(({ actionName }) => actionName === 'Bake')?.latestExecution;
    expect(bake).toMatchObject({ status: 'InProgress', externalExecutionId: bed.world.releases.bakes()[0]?.executionArn });
    expect(JSON.stringify(stageStates?.flatMap(({ actionStates }) => actionStates))).not.toContain('pipelineExecutionId');
    expect(stage('Deploy-small')?.inboundTransitionState).toEqual({ enabled: true });
    expect(stage('Source')?.actionStates?.[0]).toMatchObject({
      currentRevision: { revisionId: expect.stringMatching(/^[0-9a-f]{40}$/) },
      latestExecution: { status: 'Succeeded' },
      revisionUrl: expect.stringContaining('Commit='),
    });
  });
});

describe('ListTagsForResource', () => {
  it('gives a pipeline’s tags by its ARN', async () => {
    const tags = (name: string, account = TOOLING) =>
      client.send(new ListTagsForResourceCommand({ resourceArn: `arn:aws:codepipeline:us-east-1:${account}:${name}` }));
    expect((await tags('router')).tags).toEqual(expect.arrayContaining([{ key: 'component', value: 'router' }]));
    expect(await failureOf(tags('nowhere'))).toMatchObject({ name: 'ResourceNotFoundException' });
    expect(await failureOf(tags('router', '100000000001'))).toMatchObject({ name: 'InvalidArnException' });
    expect(await failureOf(client.send(new ListTagsForResourceCommand({ resourceArn: 'router' })))).toMatchObject({
      name: 'ValidationException',
    });
  });
});
