import {
  ListPipelineExecutionsCommand,
  RetryStageExecutionCommand,
  RollbackStageCommand,
  StopPipelineExecutionCommand,
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

describe('StartPipelineExecution', () => {
  it('runs all stages with the newest commit, and tells who started it', async () => {
    const [last] = await on.executions();
    const id = await on.start();
    on.pass(RELEASE);
    const [now] = await on.executions();
    expect(now).toMatchObject({
      pipelineExecutionId: id,
      status: 'Succeeded',
      sourceRevisions: last?.sourceRevisions,
      trigger: { triggerType: 'StartPipelineExecution', triggerDetail: ANN },
    });
  });

  it('runs the revision that is named', async () => {
    const older = (await on.executions())[3]?.sourceRevisions?.[0]?.revisionId;
    const id = await on.start({ sourceRevisions: [{ actionName: 'Source', revisionType: 'COMMIT_ID', revisionValue: older }] });
    on.pass(MINUTE);
    expect((await on.execution(id))?.artifactRevisions).toMatchObject([{ revisionId: older }]);
  });

  it('starts once for one token', async () => {
    const id = await on.start({ clientRequestToken: 'token-1' });
    expect(await on.start({ clientRequestToken: 'token-1' })).toBe(id);
    expect(await on.start({ clientRequestToken: 'token-2' })).not.toBe(id);
  });

  it.each([
    [{ name: 'nowhere' }, 'PipelineNotFoundException', 'nowhere'],
    [{ clientRequestToken: 'a b' }, 'ValidationException', "at 'clientRequestToken'"],
    [{ sourceRevisions: [{ actionName: 'Sauce', revisionType: 'COMMIT_ID', revisionValue: 'x' }] }, 'ValidationException', "'Sauce'"],
    [
      { sourceRevisions: [{ actionName: 'Source', revisionType: 'IMAGE_DIGEST', revisionValue: 'x' }] },
      'ValidationException',
      'IMAGE_DIGEST',
    ],
    [
      { sourceRevisions: [{ actionName: 'Source', revisionType: 'COMMIT', revisionValue: 'x' }] },
      'ValidationException',
      "Value 'COMMIT' at 'sourceRevisions.1.member.revisionType' failed to satisfy constraint: Member must satisfy enum value set",
    ],
  ])('refuses %j with %s', async (more, name, message) => {
    expect(await failureOf(on.start(more))).toEqual(refused(name, message));
  });
});

describe('StopPipelineExecution', () => {
  const stop = (pipelineExecutionId: string, more: object = {}) =>
    on.client.send(new StopPipelineExecutionCommand({ pipelineName: 'router', pipelineExecutionId, ...more }));

  it('waits for what runs, may be turned into abandoning, and tells the reason', async () => {
    const id = await on.start();
    on.pass(2.5 * MINUTE);
    await stop(id, { reason: 'Errors, in small: see #12' });
    expect((await on.execution(id))?.status).toBe('Stopping');
    expect((await on.stage('Deploy-pre-production'))?.latestExecution?.status).toBe('Stopping');
    expect(await failureOf(stop(id))).toEqual(refused('DuplicatedStopRequestException'));
    expect((await stop(id, { abandon: true })).pipelineExecutionId).toBe(id);
    on.pass(5_000);
    expect((await on.executions())[0]).toMatchObject({ status: 'Stopped', stopTrigger: { reason: 'Errors, in small: see #12' } });
    const bake = (await on.stage('Deploy-pre-production'))?.actionStates?.find(({ actionName }) => actionName === 'Bake');
    expect(bake?.latestExecution?.status).toBe('Abandoned');
    expect(await failureOf(stop(id))).toEqual(refused('PipelineExecutionNotStoppableException'));
  });

  it('refuses what can’t be', async () => {
    expect(await failureOf(stop(NOWHERE))).toEqual(refused('PipelineExecutionNotStoppableException'));
    expect(await failureOf(stop(NOWHERE, { reason: 'x'.repeat(201) }))).toEqual(
      refused('ValidationException', 'less than or equal to 200'),
    );
  });
});

describe('RetryStageExecution', () => {
  const retry = (pipelineExecutionId: string, more: object = {}) =>
    on.client.send(
      new RetryStageExecutionCommand({
        ...{ pipelineName: 'router', stageName: 'Deploy-pre-production', retryMode: 'FAILED_ACTIONS' },
        ...{ pipelineExecutionId, ...more },
      }),
    );

  it('goes on in the same execution, and counts the attempts', async () => {
    const id = await on.start();
    on.pass(2.5 * MINUTE);
    on.bed.world.releases.stopBake(on.bed.world.releases.bakes()[0]?.executionArn ?? '', null, null);
    expect((await on.execution(id))?.status).toBe('Failed');
    expect((await retry(id)).pipelineExecutionId).toBe(id);
    expect(await on.stage('Deploy-pre-production')).toMatchObject({
      latestExecution: { status: 'InProgress' },
      retryStageMetadata: { manualStageRetryAttempt: 1, latestRetryTrigger: 'ManualStageRetry' },
    });
    expect(await failureOf(retry(id))).toEqual(refused('ConflictException'));
    on.pass(RELEASE);
    expect((await on.execution(id))?.status).toBe('Succeeded');
    expect(await failureOf(retry(id))).toEqual(refused('StageNotRetryableException'));
    expect(await failureOf(retry(NOWHERE))).toEqual(refused('NotLatestPipelineExecutionException'));
    expect(await failureOf(retry(id, { retryMode: 'ALL' }))).toEqual(refused('ValidationException', 'retryMode'));
  });
});

describe('RollbackStage', () => {
  const rollBack = (targetPipelineExecutionId: string | undefined, more: object = {}) =>
    on.client.send(new RollbackStageCommand({ ...SMALL, targetPipelineExecutionId, ...more }));

  it('runs the stage again as a new execution of type ROLLBACK', async () => {
    const [present, target] = await on.executions();
    const { pipelineExecutionId } = await rollBack(target?.pipelineExecutionId);
    expect((await on.stage('Deploy-small'))?.latestExecution).toEqual({ pipelineExecutionId, status: 'InProgress', type: 'ROLLBACK' });
    expect((await on.executions())[0]).toMatchObject({
      executionType: 'ROLLBACK',
      rollbackMetadata: { rollbackTargetPipelineExecutionId: target?.pipelineExecutionId },
      sourceRevisions: target?.sourceRevisions,
      trigger: { triggerType: 'ManualRollback', triggerDetail: ANN },
    });
    expect(await failureOf(rollBack(target?.pipelineExecutionId))).toEqual(refused('UnableToRollbackStageException', 'running'));
    on.pass(10 * MINUTE);
    expect((await on.execution(pipelineExecutionId))?.status).toBe('Succeeded');
    expect((await on.stage('Deploy-medium'))?.latestExecution?.pipelineExecutionId).toBe(present?.pipelineExecutionId);
    expect(await failureOf(rollBack(pipelineExecutionId))).toEqual(refused('UnableToRollbackStageException', 'rollback itself'));
  });

  it('finds no candidates any more when the pipeline was edited', async () => {
    const [, target] = await on.executions();
    const pipeline = on.bed.world.pipelines.find(TOOLING, 'us-east-1', 'router');
    if (pipeline) on.bed.world.pipelines.edit(pipeline, {});
    expect(await failureOf(rollBack(target?.pipelineExecutionId))).toEqual(refused('PipelineExecutionOutdatedException'));
    const filter = { succeededInStage: { stageName: 'Deploy-small' } };
    const left = await on.administrator.send(new ListPipelineExecutionsCommand({ pipelineName: 'router', filter }));
    expect(left.pipelineExecutionSummaries).toEqual([]);
  });

  it.each([
    [NOWHERE, {}, 'PipelineExecutionNotFoundException'],
    [NOWHERE, { stageName: 'Source' }, 'UnableToRollbackStageException'],
    [NOWHERE, { stageName: 'Nowhere' }, 'StageNotFoundException'],
    [NOWHERE, { pipelineName: 'nowhere' }, 'PipelineNotFoundException'],
    ['x', {}, 'ValidationException'],
  ])('to %s in %j is refused with %s', async (target, more, name) => {
    expect(await failureOf(rollBack(target, more))).toEqual(refused(name));
  });
});
