import {
  DisableStageTransitionCommand,
  GetPipelineCommand,
  GetPipelineStateCommand,
  ListPipelinesCommand,
  PutApprovalResultCommand,
  RollbackStageCommand,
  StartPipelineExecutionCommand,
  StopPipelineExecutionCommand,
} from '@aws-sdk/client-codepipeline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failureOf, startTestBed, type TestBed } from '../../clients/test-bed.ts';

const TOOLING = '100000000003';
const ROLE = `arn:aws:iam::${TOOLING}:role/CellwatchController`;
const ROUTER = `arn:aws:codepipeline:us-east-1:${TOOLING}:router`;
const NOWHERE = '00000000-0000-4000-a000-000000000000';
let bed: TestBed;
beforeAll(async () => {
  bed = await startTestBed();
});
afterAll(() => bed.close());

async function narrowed(resources: string[], action = 'codepipeline:*') {
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: resources }] });
  return bed.codepipeline(await bed.assume(TOOLING, { RoleArn: ROLE, RoleSessionName: 'ann', SourceIdentity: 'ann', Policy }));
}
const disable = (pipelineName: string, stageName = 'Deploy-small') =>
  new DisableStageTransitionCommand({ pipelineName, stageName, transitionType: 'Inbound', reason: 'a test' });
const denied = (operation: string, resource: string) => ({
  name: 'AccessDeniedException',
  status: 400,
  message: `User: arn:aws:sts::${TOOLING}:assumed-role/CellwatchController/ann is not authorized to perform: codepipeline:${operation} on resource: ${resource} because no session policy allows the codepipeline:${operation} action`,
});

describe('a session policy', () => {
  it('for one pipeline and what is in it lets all verbs through there, and none elsewhere', async () => {
    const client = await narrowed([ROUTER, `${ROUTER}/*`]);
    await client.send(disable('router'));
    await client.send(new StartPipelineExecutionCommand({ name: 'router' }));
    expect(await failureOf(client.send(disable('auth')))).toEqual(
      denied('DisableStageTransition', `arn:aws:codepipeline:us-east-1:${TOOLING}:auth/Deploy-small`),
    );
    expect(await failureOf(client.send(new StartPipelineExecutionCommand({ name: 'auth' })))).toEqual(
      denied('StartPipelineExecution', `arn:aws:codepipeline:us-east-1:${TOOLING}:auth`),
    );
  });

  it('for the pipeline alone does not reach its stages and actions', async () => {
    const client = await narrowed([ROUTER]);
    await client.send(new StartPipelineExecutionCommand({ name: 'router' }));
    expect(await failureOf(client.send(disable('router')))).toEqual(denied('DisableStageTransition', `${ROUTER}/Deploy-small`));
    const rollback = { pipelineName: 'router', stageName: 'Deploy-small', targetPipelineExecutionId: NOWHERE };
    expect(await failureOf(client.send(new RollbackStageCommand(rollback)))).toEqual(denied('RollbackStage', `${ROUTER}/Deploy-small`));
    const answer = { status: 'Approved' as const, summary: '' };
    const approval = { pipelineName: 'router', stageName: 'Deploy-small', actionName: 'Approve', token: NOWHERE, result: answer };
    expect(await failureOf(client.send(new PutApprovalResultCommand(approval)))).toEqual(
      denied('PutApprovalResult', `${ROUTER}/Deploy-small/Approve`),
    );
  });

  it('for one stage reaches that stage, not the pipeline around it', async () => {
    const client = await narrowed([`${ROUTER}/Deploy-small`]);
    await client.send(disable('router'));
    expect(await failureOf(client.send(disable('router', 'Deploy-large')))).toMatchObject({ name: 'AccessDeniedException' });
    const stop = { pipelineName: 'router', pipelineExecutionId: NOWHERE };
    expect(await failureOf(client.send(new StopPipelineExecutionCommand(stop)))).toEqual(denied('StopPipelineExecution', ROUTER));
  });

  it('never gives more than the role has', async () => {
    const client = await narrowed(['*']);
    expect(await failureOf(client.send(new GetPipelineStateCommand({ name: 'router' })))).toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('no identity-based policy allows the codepipeline:GetPipelineState action'),
    });
  });
});

it('the person in whose name a call is made is found again', async () => {
  await bed.sideDoor('DELETE', 'calls');
  await (await narrowed([ROUTER, `${ROUTER}/*`])).send(disable('router'));
  const calls = (await bed.sideDoor('GET', 'calls')).body as { service: string; operation: string; sourceIdentity?: string }[];
  expect(calls.find(({ operation }) => operation === 'DisableStageTransition')).toMatchObject({
    ...{ service: 'CodePipeline', accountId: TOOLING, region: 'us-east-1', count: 1, errors: 0 },
    ...{ principalArn: `arn:aws:sts::${TOOLING}:assumed-role/CellwatchController/ann`, sourceIdentity: 'ann' },
  });
});

describe('the reader role', () => {
  it('reads pipelines, and changes none', async () => {
    const client = bed.codepipeline(await bed.assume(TOOLING));
    expect((await client.send(new ListPipelinesCommand({}))).pipelines).toHaveLength(5);
    expect((await client.send(new GetPipelineCommand({ name: 'router' }))).pipeline?.name).toBe('router');
    expect(await failureOf(client.send(disable('router')))).toMatchObject({ name: 'AccessDeniedException' });
  });

  it('of another account sees no pipelines of this one', async () => {
    const client = bed.codepipeline(await bed.assume('200000000001'));
    expect((await client.send(new ListPipelinesCommand({}))).pipelines).toEqual([]);
    expect(await failureOf(client.send(new GetPipelineCommand({ name: 'router' })))).toMatchObject({ name: 'PipelineNotFoundException' });
  });
});
