import { BatchGetBuildsCommand } from '@aws-sdk/client-codebuild';
import { PutApprovalResultCommand, RetryStageExecutionCommand, StopPipelineExecutionCommand } from '@aws-sdk/client-codepipeline';
import { DescribeImagesCommand } from '@aws-sdk/client-ecr';
import { GetExecutionHistoryCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CellWorld } from '../world/types.ts';
import { MINUTE, type ReleaseBed, startReleaseBed, TOOLING } from './release-bed.ts';

let bed: ReleaseBed;
beforeEach(async () => {
  bed = await startReleaseBed();
});
afterEach(() => bed.close());

describe('a good release', { timeout: 120_000 }, () => {
  it('passes all waves, and every stack and image shows it', async () => {
    const { id, revision } = await bed.release('router', 'good');
    const image = await bed.release('cache-engine', 'good');
    for (const wave of ['pre-production', 'small', 'medium', 'large']) {
      const { bake } = await bed.settled('router', `Deploy-${wave}`, id, 'Succeeded');
      expect(await bed.bakeOf(bake?.externalExecutionId)).toMatchObject({ status: 'SUCCEEDED' });
      expect(await bed.revisionsIn(wave, 'router')).toEqual(new Set([revision]));
    }
    const details = await bed.runs('router', id);
    expect(new Set(details.map((detail) => detail.status))).toEqual(new Set(['Succeeded']));
    const build = details.find((detail) => detail.stageName === 'Build');
    const { builds } = await bed
      .codebuild(bed.administrator(TOOLING))
      .send(new BatchGetBuildsCommand({ ids: [build?.output?.executionResult?.externalExecutionId ?? ''] }));
    expect(builds).toMatchObject([{ buildStatus: 'SUCCEEDED', resolvedSourceVersion: revision }]);

    // Each deploy action names the stack that it changed, in the account and Region of its role.
    const deploys = details.filter((detail) => detail.input?.actionTypeId?.provider === 'CloudFormation');
    expect(deploys.length).toBeGreaterThan(0);
    for (const deploy of deploys) {
      const cell = bed.world.cells.find((entry) => deploy.actionName === `Deploy-${entry.name}`) as CellWorld;
      expect(deploy.input).toMatchObject({ region: cell.region, roleArn: expect.stringContaining(`::${cell.accountId}:role/`) });
      const stack = await bed.stackOf(cell, 'router');
      expect([stack.StackId, stack.StackStatus]).toEqual([deploy.output?.executionResult?.externalExecutionId, 'UPDATE_COMPLETE']);
      expect(stack.LastUpdatedTime).toEqual(deploy.startTime);
    }
    await bed.settled('cache-engine', 'Deploy-large', image.id, 'Succeeded');
    const { imageDetails } = await bed
      .ecr(bed.administrator(TOOLING))
      .send(new DescribeImagesCommand({ repositoryName: 'cache-engine', imageIds: [{ imageTag: image.revision }] }));
    const output = (await bed.runs('cache-engine', image.id)).find((detail) => detail.output?.outputVariables?.image)?.output
      ?.outputVariables;
    expect(output?.image).toContain(`/cache-engine:${imageDetails?.[0]?.imageTags?.[0]}`);
  });

  it('waits for a person where one has to approve', async () => {
    const { id } = await bed.release('auth', 'good');
    const token = await bed.until(async () => {
      const stage = await bed.stageOf('auth', 'Approve-large');
      return stage.latestExecution?.pipelineExecutionId === id && stage.action('Approve')?.token;
    });
    bed.clock.ahead += 30 * MINUTE;
    expect((await bed.stageOf('auth', 'Deploy-large')).latestExecution?.pipelineExecutionId).not.toBe(id);
    await bed.pipelines.send(
      new PutApprovalResultCommand({
        pipelineName: 'auth',
        stageName: 'Approve-large',
        actionName: 'Approve',
        token,
        result: { summary: 'fine', status: 'Approved' },
      }),
    );
    await bed.settled('auth', 'Deploy-large', id, 'Succeeded');
  });
});

describe('a bake', { timeout: 120_000 }, () => {
  it('that is stopped fails its action and its stage, and can be tried again', async () => {
    const { id } = await bed.release('router', 'good');
    const { externalExecutionId: executionArn = '' } = await bed.baking('router', 'Deploy-small', id);
    const running = await bed.bakeOf(executionArn);
    expect(running.status).toBe('RUNNING');
    const { stopDate } = await bed.machines.send(
      new StopExecutionCommand({ executionArn, error: 'Halted', cause: 'ann halted the rollout' }),
    );
    expect(await bed.bakeOf(executionArn)).toMatchObject({ status: 'ABORTED', error: 'Halted', cause: 'ann halted the rollout', stopDate });
    const failed = await bed.settled('router', 'Deploy-small', id, 'Failed');
    expect(failed.bake).toMatchObject({ status: 'Failed', errorDetails: { message: expect.stringMatching(/Halted/) } });

    await bed.pipelines.send(
      new RetryStageExecutionCommand({
        pipelineName: 'router',
        stageName: 'Deploy-small',
        pipelineExecutionId: id,
        retryMode: 'FAILED_ACTIONS',
      }),
    );
    const again = await bed.baking('router', 'Deploy-small', id);
    expect(again.externalExecutionId).not.toBe(executionArn);
    await bed.settled('router', 'Deploy-small', id, 'Succeeded');
    expect((await bed.bakeOf(executionArn)).status).toBe('ABORTED');
    expect((await bed.bakeOf(again.externalExecutionId)).status).toBe('SUCCEEDED');
  });

  it('goes on when its pipeline gives it up, until it is stopped itself', async () => {
    const { id } = await bed.release('router', 'good');
    const { externalExecutionId: executionArn = '' } = await bed.baking('router', 'Deploy-small', id);
    await bed.pipelines.send(
      new StopPipelineExecutionCommand({ pipelineName: 'router', pipelineExecutionId: id, abandon: true, reason: 'halted' }),
    );
    await bed.settled('router', 'Deploy-small', id, 'Stopped');
    expect((await bed.stageOf('router', 'Deploy-small')).bake?.status).toBe('Abandoned');
    expect((await bed.bakeOf(executionArn)).status).toBe('RUNNING');
    await bed.machines.send(new StopExecutionCommand({ executionArn }));
    expect((await bed.bakeOf(executionArn)).status).toBe('ABORTED');
    expect((await bed.stageOf('router', 'Deploy-small')).latestExecution?.status).toBe('Stopped');
  });

  it('tells its steps as they are taken, and never takes one back', async () => {
    const { id } = await bed.release('router', 'good');
    const { externalExecutionId: executionArn = '' } = await bed.baking('router', 'Deploy-small', id);
    const read = async () => (await bed.machines.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }))).events ?? [];
    let seen = await read();
    expect(seen.map((event) => event.type)).toEqual(['ExecutionStarted', 'WaitStateEntered']);
    await bed.until(async () => {
      const events = await read();
      expect(events.slice(0, seen.length)).toEqual(seen);
      const { startDate, stopDate } = await bed.bakeOf(executionArn);
      for (const { timestamp } of events) {
        expect(timestamp?.getTime()).toBeGreaterThanOrEqual(startDate?.getTime() ?? Infinity);
        expect(timestamp?.getTime()).toBeLessThanOrEqual((stopDate ?? new Date(bed.clock.now())).getTime());
      }
      seen = events;
      return events.at(-1)?.type === 'ExecutionSucceeded';
    });
    expect(seen.filter((event) => event.type === 'TaskSucceeded').length).toBeGreaterThan(1);
  });
});
