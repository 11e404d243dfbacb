import { GetPipelineExecutionCommand, ListPipelineExecutionsCommand, RollbackStageCommand } from '@aws-sdk/client-codepipeline';
import { GetExecutionHistoryCommand } from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CellWorld } from '../world/types.ts';
import { MINUTE, type ReleaseBed, startReleaseBed } from './release-bed.ts';

let bed: ReleaseBed;
beforeEach(async () => {
  bed = await startReleaseBed();
});
afterEach(() => bed.close());

describe('a bad release', { timeout: 120_000 }, () => {
  it('raises errors, fails its bake and its stage, and is healed by rolling back', async () => {
    const { pipelineExecutionSummaries: [before] = [] } = await bed.pipelines.send(
      new ListPipelineExecutionsCommand({ pipelineName: 'router', filter: { succeededInStage: { stageName: 'Deploy-small' } } }),
    );
    const old = before?.sourceRevisions?.[0]?.revisionId;
    expect(await bed.revisionsIn('small', 'router')).toEqual(new Set([old]));
    const { id, revision } = await bed.release('router', 'bad', 'small');

    await bed.settled('router', 'Deploy-pre-production', id, 'Succeeded');
    const failed = await bed.settled('router', 'Deploy-small', id, 'Failed');
    expect(failed.bake).toMatchObject({ status: 'Failed', errorDetails: { message: expect.stringMatching(/AlarmInAlarm/) } });
    const bake = await bed.bakeOf(failed.bake?.externalExecutionId);
    expect(bake).toMatchObject({ status: 'FAILED', error: 'AlarmInAlarm', name: failed.bake?.actionExecutionId });
    const { events } = await bed.machines.send(
      new GetExecutionHistoryCommand({ executionArn: bake.executionArn, reverseOrder: true, maxResults: 1 }),
    );
    expect(events?.[0]).toMatchObject({ type: 'ExecutionFailed', timestamp: bake.stopDate });

    // The alarm that the bake names is in ALARM, in a cell of the wave, and among those that the bake watched.
    const alarm = /^Alarm (\S+) of cell (\S+) is in ALARM/.exec(bake.cause ?? '');
    const sick = bed.cellsOf('small').find((cell) => cell.name === alarm?.[2]);
    if (!sick) throw new Error(`The bake names no cell of its wave: ${bake.cause}`);
    expect(await bed.alarmsInAlarm(sick)).toContain(alarm?.[1]);
    expect(JSON.parse(bake.input ?? '').alarms).toContainEqual({ name: alarm?.[1], accountId: sick.accountId, region: sick.region });
    expect(await bed.errorRatio(sick)).toBeGreaterThan(0.02);

    // The waves after it have not been touched, and what runs where is told by the stacks.
    expect(await bed.revisionsIn('pre-production', 'router')).toEqual(new Set([revision]));
    expect(await bed.revisionsIn('small', 'router')).toEqual(new Set([revision]));
    expect(await bed.revisionsIn('medium', 'router')).toEqual(new Set([old]));
    const untouched = bed.cellsOf('medium')[0] as CellWorld;
    expect(await bed.errorRatio(untouched)).toBeLessThan(0.02);
    const { pipelineExecution } = await bed.pipelines.send(
      new GetPipelineExecutionCommand({ pipelineName: 'router', pipelineExecutionId: id }),
    );
    expect(pipelineExecution?.status).toBe('Failed');

    const { pipelineExecutionId: rollback = '' } = await bed.pipelines.send(
      new RollbackStageCommand({
        pipelineName: 'router',
        stageName: 'Deploy-small',
        targetPipelineExecutionId: before?.pipelineExecutionId,
      }),
    );
    const back = await bed.settled('router', 'Deploy-small', rollback, 'Succeeded');
    expect(back.latestExecution?.type).toBe('ROLLBACK');
    expect(await bed.revisionsIn('small', 'router')).toEqual(new Set([old]));
    await bed.until(async () => (await bed.alarmsInAlarm(sick)).length === 0 && (await bed.errorRatio(sick)) < 0.02, 10 * MINUTE);
    expect(new Set((await bed.runs('router', rollback)).map((run) => run.stageName))).toEqual(new Set(['Deploy-small']));
    // A rollback concerns its stage alone.
    expect(await bed.revisionsIn('pre-production', 'router')).toEqual(new Set([revision]));
  });

  it('shows in every cell it reaches when it is bad everywhere', async () => {
    const { id } = await bed.release('topics', 'bad');
    const failed = await bed.settled('topics', 'Deploy-pre-production', id, 'Failed');
    expect(failed.bake?.status).toBe('Failed');
    for (const cell of bed.cellsOf('pre-production')) expect(await bed.errorRatio(cell)).toBeGreaterThan(0.02);
    for (const cell of bed.cellsOf('small')) expect(await bed.errorRatio(cell)).toBeLessThan(0.02);
  });
});
