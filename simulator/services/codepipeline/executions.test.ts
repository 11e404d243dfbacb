import {
  type CodePipelineClient,
  GetPipelineExecutionCommand,
  ListActionExecutionsCommand,
  ListPipelineExecutionsCommand,
  paginateListActionExecutions,
  paginateListPipelineExecutions,
} from '@aws-sdk/client-codepipeline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failureOf, startTestBed, type TestBed } from '../../clients/test-bed.ts';

const TOOLING = '100000000003';
const MINUTE = 60_000;
const NOWHERE = '00000000-0000-4000-a000-000000000000';
let bed: TestBed;
let client: CodePipelineClient;
/** A release of router that is in its first bake. */
let moving: string;

beforeAll(async () => {
  bed = await startTestBed();
  client = bed.codepipeline(bed.administrator(TOOLING));
  moving = bed.world.releases.start({ component: 'router', quality: 'good' }).id;
  bed.clock.ahead += 2.5 * MINUTE;
});
afterAll(() => bed.close());

const executions = async (pipelineName: string, filter?: { succeededInStage: { stageName: string } }) =>
  (await client.send(new ListPipelineExecutionsCommand({ pipelineName, filter }))).pipelineExecutionSummaries ?? [];

describe('ListPipelineExecutions', () => {
  it('gives executions newest first, in pages', async () => {
    const all: (string | undefined)[] = [];
    for await (const page of paginateListPipelineExecutions({ client, pageSize: 3 }, { pipelineName: 'router' })) {
      expect(page.pipelineExecutionSummaries?.length).toBeLessThanOrEqual(3);
      all.push(...(page.pipelineExecutionSummaries ?? []).map(({ pipelineExecutionId }) => pipelineExecutionId));
    }
    expect(all).toEqual((await executions('router')).map(({ pipelineExecutionId }) => pipelineExecutionId));
    expect(all[0]).toBe(moving);
    expect(new Set(all).size).toBe(all.length);
  });

  it('tells revision, trigger, mode and type; a connection’s summary is JSON, CodeCommit’s the message', async () => {
    const [router] = await executions('router');
    const { commit } = bed.world.releases.list().find(({ id }) => id === moving) ?? {};
    expect(router).toMatchObject({
      status: 'InProgress',
      executionMode: 'SUPERSEDED',
      executionType: 'STANDARD',
      trigger: { triggerType: 'WebhookV2' },
      sourceRevisions: [{ actionName: 'Source', revisionId: commit?.id }],
    });
    expect(JSON.parse(router?.sourceRevisions?.[0]?.revisionSummary ?? '')).toEqual({
      ProviderType: 'GitHub',
      CommitMessage: commit?.message,
    });
    const [topics] = await executions('topics');
    expect(topics).toMatchObject({ executionMode: 'QUEUED', trigger: { triggerType: 'CloudWatchEvent' } });
    expect(topics?.sourceRevisions?.[0]?.revisionSummary).toBe(
      bed.world.releases.list().find(({ component }) => component === 'topics')?.commit.message,
    );
  });

  it('filters those that succeeded in a stage', async () => {
    const ids = (list: Awaited<ReturnType<typeof executions>>) => list.map(({ pipelineExecutionId }) => pipelineExecutionId);
    const all = ids(await executions('router'));
    expect(ids(await executions('router', { succeededInStage: { stageName: 'Build' } }))).toEqual(all);
    expect(ids(await executions('router', { succeededInStage: { stageName: 'Deploy-small' } }))).toEqual(all.filter((id) => id !== moving));
    const failed = (await executions('cache-engine')).find(({ status }) => status === 'Failed');
    expect(failed).toBeDefined();
    expect(ids(await executions('cache-engine', { succeededInStage: { stageName: 'Build' } }))).not.toContain(failed?.pipelineExecutionId);
  });
});

describe('GetPipelineExecution', () => {
  it('tells the version of the pipeline and the artifact’s revision', async () => {
    const { pipelineExecution } = await client.send(
      new GetPipelineExecutionCommand({ pipelineName: 'router', pipelineExecutionId: moving }),
    );
    const commit = bed.world.releases.list().find(({ id }) => id === moving)?.commit;
    expect(pipelineExecution).toMatchObject({
      pipelineName: 'router',
      pipelineVersion: 1,
      status: 'InProgress',
      artifactRevisions: [{ name: 'SourceOutput', revisionId: commit?.id }],
    });
  });

  it('knows no execution of another pipeline', async () => {
    const failure = await failureOf(client.send(new GetPipelineExecutionCommand({ pipelineName: 'auth', pipelineExecutionId: moving })));
    expect(failure).toMatchObject({ name: 'PipelineExecutionNotFoundException', status: 400 });
    const short = await failureOf(client.send(new GetPipelineExecutionCommand({ pipelineName: 'auth', pipelineExecutionId: 'abc' })));
    expect(short).toMatchObject({ name: 'ValidationException', message: expect.stringContaining("at 'pipelineExecutionId'") });
  });
});

describe('ListActionExecutions', () => {
  it('gives the runs of one execution newest first, in pages', async () => {
    const found = [];
    const filter = { pipelineExecutionId: moving };
    for await (const page of paginateListActionExecutions({ client, pageSize: 4 }, { pipelineName: 'router', filter })) {
      found.push(...(page.actionExecutionDetails ?? []));
    }
    expect(found.map(({ actionName }) => actionName)).toEqual([
      ...['Bake', 'Deploy-pre-use1-a', 'Deploy-pre-usw2-a', 'Deploy-pre-apne1-a', 'Release-notes', 'Build', 'Source'],
    ]);
    expect(new Set(found.map(({ pipelineExecutionId }) => pipelineExecutionId))).toEqual(new Set([moving]));
    expect(new Set(found.map(({ actionExecutionId }) => actionExecutionId)).size).toBe(found.length);
  });

  it('tells what each did: the bake’s execution, the build, the stack', async () => {
    const { actionExecutionDetails: details } = await client.send(
      new ListActionExecutionsCommand({ pipelineName: 'router', filter: { pipelineExecutionId: moving } }),
    );
    const of = (name: string) => details?.find(({ actionName }) => actionName === name);
    const [bake] = bed.world.releases.bakes();
    expect(of('Bake')).toMatchObject({
      status: 'InProgress',
      actionExecutionId: bake?.name,
      pipelineVersion: 1,
      output: {
        executionResult: { externalExecutionId: bake?.executionArn },
        outputVariables: { ExecutionArn: bake?.executionArn, StateMachineArn: bake?.stateMachineArn },
      },
    });
    const cell = bed.world.cells.find(({ name }) => name === 'pre-use1-a');
    expect(of('Deploy-pre-use1-a')).toMatchObject({
      status: 'Succeeded',
      stageName: 'Deploy-pre-production',
      input: {
        roleArn: `arn:aws:iam::${cell?.accountId}:role/pipeline-deploy`,
        region: 'us-east-1',
        resolvedConfiguration: { StackName: 'router' },
      },
      output: { executionResult: { externalExecutionId: bed.world.releases.deployments('router', 'pre-use1-a').at(-1)?.externalId } },
    });
    expect(of('Build')?.output?.executionResult?.externalExecutionId).toBe(bed.world.releases.builds()[0]?.id);
    const commit = bed.world.releases.list().find(({ id }) => id === moving)?.commit;
    expect(of('Source')?.output?.outputVariables).toMatchObject({
      CommitId: commit?.id,
      CommitMessage: commit?.message,
      BranchName: 'main',
    });
  });

  it('tells the image that a function brought to a cluster', async () => {
    const [last] = await executions('cache-engine');
    const { actionExecutionDetails: details } = await client.send(
      new ListActionExecutionsCommand({ pipelineName: 'cache-engine', filter: { pipelineExecutionId: last?.pipelineExecutionId } }),
    );
    const { tag } = bed.world.releases.images('cache-engine')[0] ?? {};
    const deploys = details?.filter(
      ({ actionName, input }) => actionName?.startsWith('Deploy-') && input?.actionTypeId?.provider === 'Lambda',
    );
    expect(deploys?.length).toBeGreaterThan(20);
    for (const { output } of deploys ?? []) {
      expect(output?.outputVariables).toEqual({ image: `100000000003.dkr.ecr.us-east-1.amazonaws.com/cache-engine:${tag}` });
    }
  });

  it('gives the latest attempts alone when asked for them', async () => {
    const [bake] = bed.world.releases.bakes();
    bed.world.releases.stopBake(bake?.executionArn ?? '', null, null);
    bed.world.pipelines.retry(pipeline('router'), 'Deploy-pre-production', moving, 'FAILED_ACTIONS');
    const names = async (startTimeRange: 'Latest' | 'All') => {
      const filter = { latestInPipelineExecution: { pipelineExecutionId: moving, startTimeRange } };
      const answer = await client.send(new ListActionExecutionsCommand({ pipelineName: 'router', filter }));
      return (answer.actionExecutionDetails ?? []).map(({ actionName, status }) => `${actionName} ${status}`);
    };
    expect((await names('All')).slice(0, 2)).toEqual(['Bake InProgress', 'Bake Failed']);
    expect((await names('Latest')).filter((name) => name.startsWith('Bake'))).toEqual(['Bake InProgress']);
  });

  it.each([
    [{ pipelineName: 'router', filter: { pipelineExecutionId: NOWHERE } }, 'PipelineExecutionNotFoundException'],
    [{ pipelineName: 'router', maxResults: 101 }, 'ValidationException'],
    [{ pipelineName: 'nowhere' }, 'PipelineNotFoundException'],
    [{ pipelineName: 'router', nextToken: 'x' }, 'InvalidNextTokenException'],
  ])('refuses %j with %s', async (input, name) => {
    expect(await failureOf(client.send(new ListActionExecutionsCommand(input)))).toMatchObject({ name, status: 400 });
  });
});

function pipeline(name: string) {
  const found = bed.world.pipelines.find(TOOLING, 'us-east-1', name);
  if (!found) throw new Error(`There is no pipeline ${name}`);
  return found;
}
