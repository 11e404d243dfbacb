import {
  DisableStageTransitionCommand,
  EnableStageTransitionCommand,
  OverrideStageConditionCommand,
  PutApprovalResultCommand,
} from '@aws-sdk/client-codepipeline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failureOf } from '../../clients/test-bed.ts';
import { ANN, MINUTE, NOWHERE, RELEASE, refused, startControlBed, TOOLING } from './testing/control-bed.ts';

const SMALL = { pipelineName: 'router', stageName: 'Deploy-small' };
let on: Awaited<ReturnType<typeof startControlBed>>;
beforeEach(async () => {
  on = await startControlBed();
});
afterEach(() => on.bed.close());

describe('DisableStageTransition and EnableStageTransition', () => {
  const disable = (more: object = {}) =>
    on.client.send(
      new DisableStageTransitionCommand({ ...SMALL, transitionType: 'Inbound', reason: 'Errors in small (see alarm)', ...more }),
    );

  it('close and open the door, by the caller’s name', async () => {
    await disable();
    const closed = (await on.stage('Deploy-small'))?.inboundTransitionState;
    expect(closed).toEqual({
      enabled: false,
      disabledReason: 'Errors in small (see alarm)',
      lastChangedBy: ANN,
      lastChangedAt: expect.any(Date),
    });
    const id = await on.start();
    on.pass(RELEASE);
    expect(await on.stage('Deploy-small')).toMatchObject({
      inboundExecution: { pipelineExecutionId: id, status: 'InProgress' },
      inboundExecutions: [{ pipelineExecutionId: id, status: 'InProgress', type: 'STANDARD' }],
    });
    await on.client.send(new EnableStageTransitionCommand({ ...SMALL, transitionType: 'Inbound' }));
    const open = await on.stage('Deploy-small');
    expect(open?.inboundTransitionState).toMatchObject({ enabled: true, lastChangedBy: ANN });
    expect(open?.inboundTransitionState?.disabledReason).toBeUndefined();
    expect(open?.latestExecution).toMatchObject({ pipelineExecutionId: id, status: 'InProgress' });
    expect(open?.inboundExecution).toBeUndefined();
  });

  it.each(['a,b', 'a:b', 'a/b', 'a#b', 'a_b', "it's", 'a\nb', 'ä'])('refuse the reason %j', async (reason) => {
    expect(await failureOf(disable({ reason }))).toEqual(
      refused(
        'ValidationException',
        'failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9!@ \\(\\)\\.\\*\\?\\-]+',
      ),
    );
  });

  it.each([
    [{ reason: '' }, 'ValidationException', 'Member must have length greater than or equal to 1'],
    [{ reason: 'x'.repeat(301) }, 'ValidationException', 'Member must have length less than or equal to 300'],
    [{ reason: undefined }, 'ValidationException', "Value null at 'reason' failed to satisfy constraint: Member must not be null"],
    [{ transitionType: 'inbound' }, 'ValidationException', 'Member must satisfy enum value set: [Inbound, Outbound]'],
    [{ stageName: 'Deploy-tiny' }, 'StageNotFoundException', 'Deploy-tiny'],
    [{ pipelineName: 'nowhere' }, 'PipelineNotFoundException', 'nowhere'],
  ])('refuse %j with %s', async (more, name, message) => {
    expect(await failureOf(disable(more))).toEqual(refused(name, message));
  });
});

describe('PutApprovalResult', () => {
  async function waiting() {
    on.bed.world.releases.start({ component: 'auth', quality: 'good' });
    on.pass(RELEASE);
    const state = (await on.stage('Approve-large', 'auth'))?.actionStates?.[0]?.latestExecution;
    const answer = (status: string, more: object = {}) =>
      on.client.send(
        new PutApprovalResultCommand({
          ...{ pipelineName: 'auth', stageName: 'Approve-large', actionName: 'Approve', token: state?.token },
          ...{ result: { status: status as 'Approved', summary: 'Looked at it' }, ...more },
        }),
      );
    return { state, answer };
  }

  it('answers once, with the token of the state', async () => {
    const { state, answer } = await waiting();
    expect(state).toMatchObject({ status: 'InProgress', token: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(await failureOf(answer('Approved', { token: NOWHERE }))).toEqual(refused('InvalidApprovalTokenException'));
    expect(await failureOf(answer('Approved', { actionName: 'Other' }))).toEqual(refused('ActionNotFoundException'));
    expect(await failureOf(answer('Maybe'))).toEqual(refused('ValidationException', 'result.status'));
    const long = { result: { status: 'Approved', summary: 'x'.repeat(513) } };
    expect(await failureOf(answer('Approved', long))).toEqual(refused('ValidationException', 'less than or equal to 512'));
    expect((await answer('Approved')).approvedAt).toBeInstanceOf(Date);
    expect((await on.stage('Approve-large', 'auth'))?.actionStates?.[0]?.latestExecution).toMatchObject({
      status: 'Succeeded',
      summary: 'Looked at it',
      lastUpdatedBy: ANN,
    });
    expect((await on.stage('Approve-large', 'auth'))?.actionStates?.[0]?.latestExecution?.token).toBeUndefined();
    expect(await failureOf(answer('Approved'))).toEqual(refused('ApprovalAlreadyCompletedException'));
  });

  it('rejects', async () => {
    const { answer } = await waiting();
    await answer('Rejected');
    expect((await on.executions('auth'))[0]?.status).toBe('Failed');
  });
});

describe('OverrideStageCondition', () => {
  it('lets an execution in although the condition is not met; states tell of it', async () => {
    const pipeline = on.bed.world.pipelines.find(TOOLING, 'us-east-1', 'router');
    const rules = [{ name: 'No-freeze', provider: 'CloudWatchAlarm' as const, alarmName: 'not-there', waitMinutes: 1 }];
    const stages = pipeline?.stages.map(({ plan }) =>
      plan.name === 'Build' ? { ...plan, beforeEntry: { result: 'FAIL' as const, rules } } : plan,
    );
    if (pipeline && stages) on.bed.world.pipelines.edit(pipeline, { stages });
    const id = await on.start();
    on.pass(MINUTE);
    const override = (more: object = {}) =>
      on.administrator.send(
        new OverrideStageConditionCommand({
          ...{ pipelineName: 'router', stageName: 'Build', pipelineExecutionId: id, conditionType: 'BEFORE_ENTRY' },
          ...more,
        }),
      );
    expect((await on.stage('Build'))?.beforeEntryConditionState).toMatchObject({
      latestExecution: { status: 'Failed', summary: 'There is no alarm not-there.' },
      conditionStates: [{ ruleStates: [{ ruleName: 'No-freeze', latestExecution: { status: 'Failed' } }] }],
    });
    expect(await failureOf(override({ conditionType: 'ON_SUCCESS' }))).toEqual(refused('ConditionNotOverridableException'));
    expect(await failureOf(override({ pipelineExecutionId: NOWHERE }))).toEqual(refused('NotLatestPipelineExecutionException'));
    await override();
    expect((await on.stage('Build'))?.beforeEntryConditionState?.latestExecution?.status).toBe('Overridden');
    on.pass(RELEASE);
    expect((await on.execution(id))?.status).toBe('Succeeded');
  });
});

describe('the lag of reads after writes', () => {
  it('shows for a while what was before a control call, in GetPipelineState alone', async () => {
    expect(await on.bed.sideDoor('POST', 'lag', { seconds: 20 })).toEqual({ status: 200, body: { seconds: 20 } });
    const id = await on.start();
    expect((await on.stage('Source'))?.latestExecution?.pipelineExecutionId).not.toBe(id);
    expect((await on.execution(id))?.status).toBe('InProgress');
    on.pass(21_000);
    expect((await on.stage('Source'))?.latestExecution?.pipelineExecutionId).toBe(id);
    expect((await on.bed.sideDoor('DELETE', 'lag')).body).toEqual({ seconds: 0 });
    await on.client.send(new DisableStageTransitionCommand({ ...SMALL, transitionType: 'Inbound', reason: 'now' }));
    expect((await on.stage('Deploy-small'))?.inboundTransitionState?.enabled).toBe(false);
  });
});
