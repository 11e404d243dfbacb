import { DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import { DescribeAlarmsCommand, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import {
  type ActionExecution,
  type ActionExecutionDetail,
  type CodePipelineClient,
  GetPipelineStateCommand,
  paginateListActionExecutions,
  type StageState,
} from '@aws-sdk/client-codepipeline';
import { DescribeExecutionCommand, type DescribeExecutionCommandOutput, type SFNClient } from '@aws-sdk/client-sfn';
import type { CellWorld } from '../world/types.ts';
import { startTestBed, type TestBed } from './test-bed.ts';

export const TOOLING = '100000000003';
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;

/** The state of a stage, with its actions at hand. */
interface StageNow extends StageState {
  action(name: string): ActionExecution | undefined;
  bake: ActionExecution | undefined;
}

/** A world whose releases are driven and seen over the wire alone, by a clock that is turned. */
export interface ReleaseBed extends TestBed {
  pipelines: CodePipelineClient;
  machines: SFNClient;
  /** Cells of a wave that are in AWS. */
  cellsOf(wave: string): CellWorld[];
  /** Turns the clock in steps until something is so, and answers what made it so. */
  until<T>(found: () => Promise<T | null | undefined | false>, most?: number, step?: number): Promise<T>;
  stageOf(pipeline: string, stage: string): Promise<StageNow>;
  /** The stage once this execution has come to that state there; another end fails the test. */
  settled(pipeline: string, stage: string, executionId: string, status: string): Promise<StageNow>;
  /** The bake of an execution in a stage, once it runs. */
  baking(pipeline: string, stage: string, executionId: string): Promise<ActionExecution>;
  bakeOf(executionArn: string | undefined): Promise<DescribeExecutionCommandOutput>;
  /** Pushes a commit; a bad one shows from that wave on. */
  release(component: string, quality: 'good' | 'bad', wave?: string): Promise<{ id: string; revision: string }>;
  runs(pipeline: string, executionId: string): Promise<ActionExecutionDetail[]>;
  stackOf(cell: CellWorld, name: string): Promise<Stack & { revision: string | undefined }>;
  /** What the stacks of a wave run. */
  revisionsIn(wave: string, component: string): Promise<Set<string | undefined>>;
  alarmsInAlarm(cell: CellWorld): Promise<string[]>;
  /** Errors by requests in three minutes that are all told. */
  errorRatio(cell: CellWorld): Promise<number>;
}

/** Twelve cells, which release nothing by themselves. */
export async function startReleaseBed(): Promise<ReleaseBed> {
  const bed = await startTestBed(12);
  const pipelines = bed.codepipeline(bed.administrator(TOOLING));
  const machines = bed.stepFunctions(bed.administrator(TOOLING));
  const cellsOf = (wave: string) => bed.world.cells.filter((cell) => cell.wave === wave && cell.cloud === 'aws');

  async function until<T>(found: () => Promise<T | null | undefined | false>, most = 60 * MINUTE, step = 5 * SECOND): Promise<T> {
    for (let turned = 0; turned <= most; turned += step) {
      const value = await found();
      if (value) return value;
      bed.clock.ahead += step;
    }
    throw new Error(`Nothing came of it within ${most / MINUTE} minutes`);
  }

  async function stageOf(name: string, stageName: string): Promise<StageNow> {
    const { stageStates = [] } = await pipelines.send(new GetPipelineStateCommand({ name }));
    const stage = stageStates.find((entry) => entry.stageName === stageName);
    if (!stage) throw new Error(`${name} has no stage ${stageName}`);
    const action = (actionName: string) => stage.actionStates?.find((entry) => entry.actionName === actionName)?.latestExecution;
    return { ...stage, action, bake: action('Bake') };
  }

  async function stackOf(cell: CellWorld, StackName: string) {
    const client = bed.cloudformation(bed.administrator(cell.accountId), cell.region);
    const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName }));
    if (!stack) throw new Error(`${cell.name} has no stack ${StackName}`);
    return { ...stack, revision: stack.Parameters?.find((parameter) => parameter.ParameterKey === 'Revision')?.ParameterValue };
  }

  return {
    ...bed,
    pipelines,
    machines,
    cellsOf,
    until,
    stageOf,
    stackOf,
    settled: (name, stageName, id, status) =>
      until(async () => {
        const stage = await stageOf(name, stageName);
        const { latestExecution: latest } = stage;
        if (latest?.pipelineExecutionId !== id || latest.status === status) return latest?.pipelineExecutionId === id && stage;
        if (latest.status === 'InProgress' || latest.status === 'Stopping') return null;
        throw new Error(`${stageName} of ${name} is ${latest.status}, not ${status}: ${JSON.stringify(stage.bake)}`);
      }),
    baking: (name, stageName, id) =>
      until(async () => {
        const { latestExecution, bake } = await stageOf(name, stageName);
        return latestExecution?.pipelineExecutionId === id && bake?.status === 'InProgress' && bake;
      }),
    bakeOf: (executionArn = '') => machines.send(new DescribeExecutionCommand({ executionArn })),
    async release(component, quality, wave) {
      const { id } = (await bed.sideDoor('POST', 'releases', { component, quality, wave })).body as { id: string };
      const listed = (await bed.sideDoor('GET', 'releases')).body as { id: string; commit: { id: string } }[];
      return { id, revision: listed.find((one) => one.id === id)?.commit.id ?? '' };
    },
    async runs(pipelineName, pipelineExecutionId) {
      const found: ActionExecutionDetail[] = [];
      for await (const page of paginateListActionExecutions({ client: pipelines }, { pipelineName, filter: { pipelineExecutionId } })) {
        found.push(...(page.actionExecutionDetails ?? []));
      }
      return found;
    },
    revisionsIn: async (wave, component) =>
      new Set(await Promise.all(cellsOf(wave).map(async (cell) => (await stackOf(cell, component)).revision))),
    async alarmsInAlarm(cell) {
      const client = bed.cloudwatch(bed.administrator(cell.accountId), cell.region);
      const { MetricAlarms = [], CompositeAlarms = [] } = await client.send(
        new DescribeAlarmsCommand({ StateValue: 'ALARM', AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }),
      );
      return [...MetricAlarms, ...CompositeAlarms].map((alarm) => alarm.AlarmName ?? '');
    },
    async errorRatio({ name, accountId, region }) {
      const end = Math.floor(bed.clock.now() / MINUTE) * MINUTE - MINUTE;
      const query = (Id: string, MetricName: string) => ({
        Id,
        AccountId: accountId,
        MetricStat: {
          Metric: { Namespace: 'Cell', MetricName, Dimensions: [{ Name: 'Cell', Value: name }] },
          Period: 60,
          Stat: 'Sum',
        },
      });
      const { MetricDataResults: results = [] } = await bed.cloudwatch(bed.administrator('100000000002'), region).send(
        new GetMetricDataCommand({
          MetricDataQueries: [query('requests', 'Requests'), query('errors', 'Errors')],
          StartTime: new Date(end - 3 * MINUTE),
          EndTime: new Date(end),
        }),
      );
      const sum = (id: string) => (results.find((result) => result.Id === id)?.Values ?? []).reduce((a, b) => a + b, 0);
      return sum('errors') / sum('requests');
    },
  };
}
