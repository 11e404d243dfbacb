import { DescribeStackEventsCommand, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import { DescribeAlarmsCommand, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { BatchGetBuildsCommand } from '@aws-sdk/client-codebuild';
import {
  type ActionExecutionDetail,
  GetPipelineExecutionCommand,
  GetPipelineStateCommand,
  ListPipelineExecutionsCommand,
  PutApprovalResultCommand,
  paginateListActionExecutions,
  RetryStageExecutionCommand,
  RollbackStageCommand,
  StopPipelineExecutionCommand,
} from '@aws-sdk/client-codepipeline';
import { DescribeImagesCommand } from '@aws-sdk/client-ecr';
import { DescribeExecutionCommand, GetExecutionHistoryCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CellWorld } from '../world/types.ts';
import { type Key, startTestBed, type TestBed } from './test-bed.ts';

/** The whole world by its wire: what a release does to pipelines, bakes, stacks, metrics and alarms, with a clock that is turned. */

const TOOLING = '100000000003';
const SECOND = 1000;
const MINUTE = 60 * SECOND;
let bed: TestBed;
let key: Key;
beforeEach(async () => {
  bed = await startTestBed(12);
  key = bed.administrator(TOOLING);
});
afterEach(() => bed.close());

const pipeline = () => bed.codepipeline(key);
const cellsOf = (wave: string) => bed.world.cells.filter((cell) => cell.wave === wave && cell.cloud === 'aws');

/** Turns the clock in steps until something is so, and answers what made it so. */
async function until<T>(found: () => Promise<T | null | undefined | false>, most = 60 * MINUTE, step = 5 * SECOND): Promise<T> {
  for (let turned = 0; turned <= most; turned += step) {
    const value = await found();
    if (value) return value;
    bed.clock.ahead += step;
  }
  throw new Error(`Nothing came of it within ${most / MINUTE} minutes`);
}

async function stageOf(name: string, stageName: string) {
  const { stageStates = [] } = await pipeline().send(new GetPipelineStateCommand({ name }));
  const stage = stageStates.find((entry) => entry.stageName === stageName);
  if (!stage) throw new Error(`${name} has no stage ${stageName}`);
  const action = (actionName: string) => stage.actionStates?.find((entry) => entry.actionName === actionName)?.latestExecution;
  return { ...stage, action, bake: action('Bake') };
}

/** The stage's state once this execution has come to that state there. */
const settled = (name: string, stageName: string, id: string, status: string) =>
  until(async () => {
    const stage = await stageOf(name, stageName);
    const { latestExecution: latest } = stage;
    if (latest?.pipelineExecutionId === id && !['InProgress', 'Stopping', status].includes(latest.status ?? '')) {
      throw new Error(`${stageName} of ${name} is ${latest.status}, not ${status}: ${JSON.stringify(stage.bake)}`);
    }
    return latest?.pipelineExecutionId === id && latest.status === status ? stage : null;
  });

const baking = (name: string, stageName: string, id: string) =>
  until(async () => {
    const { latestExecution, bake } = await stageOf(name, stageName);
    return latestExecution?.pipelineExecutionId === id && bake?.status === 'InProgress' ? bake : null;
  });

async function release(component: string, quality: 'good' | 'bad', wave?: string): Promise<{ id: string; revision: string }> {
  const { id } = bed.world.releases.start({ component, quality, ...(wave === undefined ? {} : { wave }) });
  const revision = bed.world.releases.list().find((one) => one.id === id)?.commit.id ?? '';
  return { id, revision };
}

async function runs(pipelineName: string, pipelineExecutionId: string): Promise<ActionExecutionDetail[]> {
  const found: ActionExecutionDetail[] = [];
  for await (const page of paginateListActionExecutions({ client: pipeline() }, { pipelineName, filter: { pipelineExecutionId } })) {
    found.push(...(page.actionExecutionDetails ?? []));
  }
  return found;
}

async function stackOf(cell: CellWorld, StackName: string): Promise<Stack & { revision: string | undefined }> {
  const client = bed.cloudformation(bed.administrator(cell.accountId), cell.region);
  const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName }));
  const revision = stack?.Parameters?.find((parameter) => parameter.ParameterKey === 'Revision')?.ParameterValue;
  return { ...(stack as Stack), revision };
}

const revisionsIn = async (wave: string, component: string) =>
  new Set(await Promise.all(cellsOf(wave).map(async (cell) => (await stackOf(cell, component)).revision)));

async function alarmsInAlarm(cell: CellWorld): Promise<string[]> {
  const client = bed.cloudwatch(bed.administrator(cell.accountId), cell.region);
  const { MetricAlarms = [], CompositeAlarms = [] } = await client.send(
    new DescribeAlarmsCommand({ StateValue: 'ALARM', AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }),
  );
  return [...MetricAlarms, ...CompositeAlarms].map((alarm) => alarm.AlarmName ?? '');
}

/** Errors by requests in the last five full minutes. */
async function errorRatio(cell: CellWorld): Promise<number> {
  const end = Math.floor(bed.clock.now() / MINUTE) * MINUTE - MINUTE;
  const query = (Id: string, MetricName: string) => ({
    Id,
    AccountId: cell.accountId,
    MetricStat: {
      Metric: { Namespace: 'Cell', MetricName, Dimensions: [{ Name: 'Cell', Value: cell.name }] },
      Period: 60,
      Stat: 'Sum',
    },
  });
  const { MetricDataResults: results = [] } = await bed.cloudwatch(bed.administrator('100000000002'), cell.region).send(
    new GetMetricDataCommand({
      MetricDataQueries: [query('requests', 'Requests'), query('errors', 'Errors')],
      StartTime: new Date(end - 3 * MINUTE),
      EndTime: new Date(end),
    }),
  );
  const sum = (id: string) => (results.find((result) => result.Id === id)?.Values ?? []).reduce((a, b) => a + b, 0);
  return sum('errors') / sum('requests');
}

const bakeOf = (executionArn = '') => bed.stepFunctions(key).send(new DescribeExecutionCommand({ executionArn }));

describe('a bad release', { timeout: 120_000 }, () => {
  it('raises errors, fails its bake and its stage, and is healed by rolling back', async () => {
    const { pipelineExecutionSummaries: [before] = [] } = await pipeline().send(
      new ListPipelineExecutionsCommand({ pipelineName: 'router', filter: { succeededInStage: { stageName: 'Deploy-small' } } }),
    );
    const old = before?.sourceRevisions?.[0]?.revisionId;
    expect(await revisionsIn('small', 'router')).toEqual(new Set([old]));
    const { id, revision } = await release('router', 'bad', 'small');

    await settled('router', 'Deploy-pre-production', id, 'Succeeded');
    const failed = await settled('router', 'Deploy-small', id, 'Failed');
    expect(failed.bake).toMatchObject({ status: 'Failed', errorDetails: { message: expect.stringMatching(/AlarmInAlarm/) } });
    const bake = await bakeOf(failed.bake?.externalExecutionId);
    expect(bake).toMatchObject({ status: 'FAILED', error: 'AlarmInAlarm', name: failed.bake?.actionExecutionId });
    const { events } = await bed
      .stepFunctions(key)
      .send(new GetExecutionHistoryCommand({ executionArn: bake.executionArn, reverseOrder: true, maxResults: 1 }));
    expect(events?.[0]).toMatchObject({ type: 'ExecutionFailed', timestamp: bake.stopDate });

    // The alarm that the bake names is in ALARM, in a cell of the wave, and among those that the bake watched.
    const alarm = /^Alarm (\S+) of cell (\S+) is in ALARM/.exec(bake.cause ?? '');
    const sick = cellsOf('small').find((cell) => cell.name === alarm?.[2]);
    if (!sick) throw new Error(`The bake names no cell of its wave: ${bake.cause}`);
    expect(await alarmsInAlarm(sick)).toContain(alarm?.[1]);
    expect(JSON.parse(bake.input ?? '').alarms).toContainEqual({ name: alarm?.[1], accountId: sick.accountId, region: sick.region });
    expect(await errorRatio(sick)).toBeGreaterThan(0.02);

    // The waves after it have not been touched, and what runs where is told by the stacks.
    expect(await revisionsIn('pre-production', 'router')).toEqual(new Set([revision]));
    expect(await revisionsIn('small', 'router')).toEqual(new Set([revision]));
    expect(await revisionsIn('medium', 'router')).toEqual(new Set([old]));
    const untouched = cellsOf('medium')[0] as CellWorld;
    expect(await errorRatio(untouched)).toBeLessThan(0.02);
    const { pipelineExecution } = await pipeline().send(
      new GetPipelineExecutionCommand({ pipelineName: 'router', pipelineExecutionId: id }),
    );
    expect(pipelineExecution?.status).toBe('Failed');

    const { pipelineExecutionId: rollback = '' } = await pipeline().send(
      new RollbackStageCommand({
        pipelineName: 'router',
        stageName: 'Deploy-small',
        targetPipelineExecutionId: before?.pipelineExecutionId,
      }),
    );
    await until(async () => (await revisionsIn('small', 'router')).size === 1 && (await revisionsIn('small', 'router')).has(old));
    await until(async () => (await alarmsInAlarm(sick)).length === 0 && (await errorRatio(sick)) < 0.02);
    console.log(
      'ROLLBACK',
      JSON.stringify((await stageOf('router', 'Deploy-small')).latestExecution),
      JSON.stringify((await stageOf('router', 'Deploy-small')).bake),
    );
    const [rolledBack] = await runs('router', rollback);
    expect(rolledBack?.stageName).toBe('Deploy-small');
    expect(await revisionsIn('pre-production', 'router')).toEqual(new Set([revision]));
  });

  it('shows in every cell it reaches when it is bad everywhere', async () => {
    const { id } = await release('topics', 'bad');
    const failed = await settled('topics', 'Deploy-pre-production', id, 'Failed');
    expect(failed.bake?.status).toBe('Failed');
    for (const cell of cellsOf('pre-production')) expect(await errorRatio(cell)).toBeGreaterThan(0.02);
    for (const cell of cellsOf('small')) expect(await errorRatio(cell)).toBeLessThan(0.02);
  });
});

describe('a good release', { timeout: 120_000 }, () => {
  it('passes all waves, and every stack and image shows it', async () => {
    const { id, revision } = await release('router', 'good');
    const image = await release('cache-engine', 'good');
    for (const wave of ['pre-production', 'small', 'medium', 'large']) {
      const { bake } = await settled('router', `Deploy-${wave}`, id, 'Succeeded');
      expect(await bakeOf(bake?.externalExecutionId)).toMatchObject({ status: 'SUCCEEDED' });
      expect(await revisionsIn(wave, 'router')).toEqual(new Set([revision]));
    }
    const details = await runs('router', id);
    expect(new Set(details.map((detail) => detail.status))).toEqual(new Set(['Succeeded']));
    const build = details.find((detail) => detail.stageName === 'Build');
    const { builds } = await bed
      .codebuild(key)
      .send(new BatchGetBuildsCommand({ ids: [build?.output?.executionResult?.externalExecutionId ?? ''] }));
    expect(builds).toMatchObject([{ buildStatus: 'SUCCEEDED', resolvedSourceVersion: revision }]);

    // Each deploy action names the stack that it changed, in the account and Region of its role.
    const deploys = details.filter((detail) => detail.input?.actionTypeId?.provider === 'CloudFormation');
    expect(deploys.length).toBeGreaterThan(0);
    for (const deploy of deploys) {
      const cell = bed.world.cells.find((entry) => deploy.actionName === `Deploy-${entry.name}`) as CellWorld;
      expect(deploy.input).toMatchObject({ region: cell.region, roleArn: expect.stringContaining(`::${cell.accountId}:role/`) });
      const stack = await stackOf(cell, 'router');
      expect([stack.StackId, stack.StackStatus]).toEqual([deploy.output?.executionResult?.externalExecutionId, 'UPDATE_COMPLETE']);
      expect(stack.LastUpdatedTime).toEqual(deploy.startTime);
    }
    await settled('cache-engine', 'Deploy-large', image.id, 'Succeeded');
    const { imageDetails } = await bed
      .ecr(key)
      .send(new DescribeImagesCommand({ repositoryName: 'cache-engine', imageIds: [{ imageTag: image.revision }] }));
    const output = (await runs('cache-engine', image.id)).find((detail) => detail.output?.outputVariables?.image)?.output?.outputVariables;
    expect(output?.image).toContain(`/cache-engine:${imageDetails?.[0]?.imageTags?.[0]}`);
  });

  it('waits for a person where one has to approve', async () => {
    const { id } = await release('auth', 'good');
    const token = await until(async () => {
      const stage = await stageOf('auth', 'Approve-large');
      return stage.latestExecution?.pipelineExecutionId === id && stage.action('Approve')?.token;
    });
    bed.clock.ahead += 30 * MINUTE;
    expect((await stageOf('auth', 'Deploy-large')).latestExecution?.pipelineExecutionId).not.toBe(id);
    await pipeline().send(
      new PutApprovalResultCommand({
        pipelineName: 'auth',
        stageName: 'Approve-large',
        actionName: 'Approve',
        token,
        result: { summary: 'fine', status: 'Approved' },
      }),
    );
    await settled('auth', 'Deploy-large', id, 'Succeeded');
  });
});

describe('a bake', { timeout: 120_000 }, () => {
  it('that is stopped fails its action and its stage, and can be tried again', async () => {
    const { id } = await release('router', 'good');
    const { externalExecutionId: executionArn = '' } = await baking('router', 'Deploy-small', id);
    const running = await bakeOf(executionArn);
    expect(running.status).toBe('RUNNING');
    const { stopDate } = await bed
      .stepFunctions(key)
      .send(new StopExecutionCommand({ executionArn, error: 'Halted', cause: 'ann halted the rollout' }));
    expect(await bakeOf(executionArn)).toMatchObject({ status: 'ABORTED', error: 'Halted', cause: 'ann halted the rollout', stopDate });
    const failed = await settled('router', 'Deploy-small', id, 'Failed');
    expect(failed.bake).toMatchObject({ status: 'Failed', errorDetails: { message: expect.stringMatching(/Halted/) } });

    await pipeline().send(
      new RetryStageExecutionCommand({
        pipelineName: 'router',
        stageName: 'Deploy-small',
        pipelineExecutionId: id,
        retryMode: 'FAILED_ACTIONS',
      }),
    );
    const again = await baking('router', 'Deploy-small', id);
    expect(again.externalExecutionId).not.toBe(executionArn);
    await settled('router', 'Deploy-small', id, 'Succeeded');
    expect((await bakeOf(executionArn)).status).toBe('ABORTED');
    expect((await bakeOf(again.externalExecutionId)).status).toBe('SUCCEEDED');
  });

  it('goes on when its pipeline gives it up, until it is stopped itself', async () => {
    const { id } = await release('router', 'good');
    const { externalExecutionId: executionArn = '' } = await baking('router', 'Deploy-small', id);
    await pipeline().send(
      new StopPipelineExecutionCommand({ pipelineName: 'router', pipelineExecutionId: id, abandon: true, reason: 'halted' }),
    );
    await settled('router', 'Deploy-small', id, 'Stopped');
    expect((await stageOf('router', 'Deploy-small')).bake?.status).toBe('Abandoned');
    expect((await bakeOf(executionArn)).status).toBe('RUNNING');
    await bed.stepFunctions(key).send(new StopExecutionCommand({ executionArn }));
    expect((await bakeOf(executionArn)).status).toBe('ABORTED');
    expect((await stageOf('router', 'Deploy-small')).latestExecution?.status).toBe('Stopped');
  });

  it('tells its steps as they are taken, and never takes one back', async () => {
    const { id } = await release('router', 'good');
    const { externalExecutionId: executionArn = '' } = await baking('router', 'Deploy-small', id);
    const read = async () =>
      (await bed.stepFunctions(key).send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }))).events ?? [];
    let seen = await read();
    expect(seen.map((event) => event.type)).toEqual(['ExecutionStarted', 'WaitStateEntered']);
    await until(async () => {
      const events = await read();
      expect(events.slice(0, seen.length)).toEqual(seen);
      const { startDate, stopDate } = await bakeOf(executionArn);
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

describe('stacks', { timeout: 120_000 }, () => {
  it('show an update under way, which goes on when its action is given up', async () => {
    const { id, revision } = await release('router', 'good');
    const [cell] = cellsOf('pre-production');
    if (!cell) throw new Error('The world has no cell before production');
    const before = await stackOf(cell, 'router');
    const during = await until(
      async () => {
        const stack = await stackOf(cell, 'router');
        return stack.StackStatus === 'UPDATE_IN_PROGRESS' && stack;
      },
      10 * MINUTE,
      SECOND,
    );
    expect(during.revision).toBe(before.revision);
    await pipeline().send(
      new StopPipelineExecutionCommand({ pipelineName: 'router', pipelineExecutionId: id, abandon: true, reason: 'halted' }),
    );
    const stage = await settled('router', 'Deploy-pre-production', id, 'Stopped');
    expect(stage.action(`Deploy-${cell.name}`)?.status).toBe('Abandoned');
    expect((await stackOf(cell, 'router')).StackStatus).toBe('UPDATE_IN_PROGRESS');
    const after = await until(async () => {
      const stack = await stackOf(cell, 'router');
      return stack.StackStatus === 'UPDATE_COMPLETE' && stack;
    });
    expect(after.revision).toBe(revision);
    const { StackEvents: events = [] } = await bed
      .cloudformation(bed.administrator(cell.accountId), cell.region)
      .send(new DescribeStackEventsCommand({ StackName: 'router' }));
    expect(events[0]).toMatchObject({ ResourceStatus: 'UPDATE_COMPLETE', ResourceType: 'AWS::CloudFormation::Stack' });
  });

  it('agree with the pipelines in every cell but the one that somebody changed by hand', async () => {
    const strangers: string[] = [];
    for (const component of ['router', 'auth', 'topics']) {
      const intended = new Map<string, string | undefined>();
      const { pipelineExecutionSummaries: summaries = [] } = await pipeline().send(
        new ListPipelineExecutionsCommand({ pipelineName: component }),
      );
      for (const summary of summaries.toReversed()) {
        for (const run of await runs(component, summary.pipelineExecutionId ?? '')) {
          if (run.status !== 'Succeeded' || run.input?.actionTypeId?.category !== 'Deploy') continue;
          intended.set((run.actionName ?? '').replace('Deploy-', ''), summary.sourceRevisions?.[0]?.revisionId);
        }
      }
      expect(intended.size).toBeGreaterThan(8);
      for (const [name, revision] of intended) {
        const cell = bed.world.cells.find((entry) => entry.name === name) as CellWorld;
        if ((await stackOf(cell, component)).revision !== revision) strangers.push(`${component} in ${name}`);
      }
    }
    const production = bed.world.cells.find((cell) => cell.environment === 'production' && cell.state === 'in-service');
    expect(strangers).toEqual([`auth in ${production?.name}`]);
  });

  it('and builds that broke are told', async () => {
    const { pipelineExecutionSummaries: summaries = [] } = await pipeline().send(
      new ListPipelineExecutionsCommand({ pipelineName: 'cache-engine' }),
    );
    const broken = summaries.find((summary) => summary.status === 'Failed');
    const run = (await runs('cache-engine', broken?.pipelineExecutionId ?? '')).find((detail) => detail.stageName === 'Build');
    expect(run?.status).toBe('Failed');
    const id = run?.output?.executionResult?.externalExecutionId ?? '';
    const { builds } = await bed.codebuild(key).send(new BatchGetBuildsCommand({ ids: [id] }));
    expect(builds).toMatchObject([{ buildStatus: 'FAILED', initiator: 'codepipeline/cache-engine' }]);
    expect(builds?.[0]?.phases?.find((phase) => phase.phaseStatus === 'FAILED')?.phaseType).toBe('BUILD');
    // What did not build was not pushed.
    const missing = bed
      .ecr(key)
      .send(
        new DescribeImagesCommand({ repositoryName: 'cache-engine', imageIds: [{ imageTag: broken?.sourceRevisions?.[0]?.revisionId }] }),
      );
    await expect(missing).rejects.toThrow(/does not exist within the repository/);
  });
});
