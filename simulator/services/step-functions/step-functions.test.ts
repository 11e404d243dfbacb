import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandInput,
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  type GetExecutionHistoryCommandInput,
  type HistoryEvent,
  paginateGetExecutionHistory,
  type SFNClient,
  StopExecutionCommand,
  type StopExecutionCommandInput,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixReleases } from '../../clients/fixed-releases.ts';
import { failureOf, startTestBed, type TestBed } from '../../clients/test-bed.ts';
import type { BakeMachineWorld, BakeWorld } from '../../world/release-types.ts';

const TOOLING = '100000000003';
const MACHINE = `arn:aws:states:us-east-1:${TOOLING}:stateMachine:bake-small`;
const MINUTE = 60_000;
const machine: BakeMachineWorld = {
  arn: MACHINE,
  name: 'bake-small',
  wave: 'small',
  createdAt: Date.UTC(2025, 0, 6),
  lastsMs: 3 * MINUTE,
  settlesMs: 2 * MINUTE,
  checksEveryMs: MINUTE / 4,
};
const arnOf = (name: string) => `arn:aws:states:us-east-1:${TOOLING}:execution:bake-small:${name}`;

let bed: TestBed;
let sfn: SFNClient;
let reader: SFNClient;
/** When all bakes of the fixture began: 130 s ago, one look at the alarms. */
let startedAt: number;

beforeAll(async () => {
  bed = await startTestBed();
  startedAt = bed.clock.now() - 130_000;
  fixReleases(bed.world, {
    bakeMachines: [machine],
    bakes: [
      bake('running', { status: 'RUNNING', stoppedAt: null }),
      bake('passed', { status: 'SUCCEEDED', stoppedAt: startedAt + machine.lastsMs }),
      bake('failed', { status: 'FAILED', stoppedAt: startedAt + 135_000, error: 'AlarmInAlarm', cause: 'Alarm a is in ALARM.' }),
      bake('stopped', { status: 'ABORTED', stoppedAt: startedAt + 60_000, error: 'Halted', cause: 'by ann' }),
      bake('late', { status: 'TIMED_OUT', stoppedAt: startedAt + 60_000 }),
      bake('to-stop', { status: 'RUNNING', stoppedAt: null }),
    ],
  });
  sfn = bed.stepFunctions(bed.administrator(TOOLING));
  reader = bed.stepFunctions(await bed.assume(TOOLING));
});
afterAll(() => bed.close());

function bake(name: string, end: Partial<BakeWorld>): BakeWorld {
  return {
    executionArn: arnOf(name),
    stateMachineArn: MACHINE,
    name,
    status: 'RUNNING',
    startedAt,
    stoppedAt: null,
    lastsMs: machine.lastsMs,
    error: null,
    cause: null,
    component: 'router',
    wave: 'small',
    stage: 'Deploy-small',
    executionId: 'e1',
    alarms: [{ name: 'prod-use1-a-page', accountId: '200000000003', region: 'us-east-1' }],
    ...end,
  };
}

const execution = (name: string, more: Partial<DescribeExecutionCommandInput> = {}) =>
  reader.send(new DescribeExecutionCommand({ executionArn: arnOf(name), ...more }));
const history = (name: string, more: Partial<GetExecutionHistoryCommandInput> = {}) =>
  reader.send(new GetExecutionHistoryCommand({ executionArn: arnOf(name), ...more }));
const types = (events: HistoryEvent[] | undefined) => (events ?? []).map((event) => event.type);
const stop = (name: string, more: Partial<StopExecutionCommandInput> = {}) =>
  sfn.send(new StopExecutionCommand({ executionArn: arnOf(name), ...more }));

describe('DescribeExecution', () => {
  it('tells of a bake that runs, with the alarms it watches', async () => {
    const answer = await execution('running');
    expect(answer).toMatchObject({
      executionArn: arnOf('running'),
      stateMachineArn: MACHINE,
      name: 'running',
      status: 'RUNNING',
      startDate: new Date(startedAt),
      inputDetails: { included: true },
      redriveCount: 0,
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution is RUNNING and cannot be redriven',
    });
    expect(JSON.parse(answer.input ?? '')).toEqual({
      component: 'router',
      wave: 'small',
      stage: 'Deploy-small',
      alarms: [{ name: 'prod-use1-a-page', accountId: '200000000003', region: 'us-east-1' }],
    });
    for (const member of ['stopDate', 'output', 'error', 'cause'] as const) expect(answer[member]).toBeUndefined();
  });

  it('tells how a bake ended', async () => {
    const passed = await execution('passed');
    expect(passed).toMatchObject({
      status: 'SUCCEEDED',
      stopDate: new Date(startedAt + machine.lastsMs),
      outputDetails: { included: true },
    });
    expect(JSON.parse(passed.output ?? '')).toMatchObject({ check: { quiet: true } });
    expect(await execution('failed')).toMatchObject({
      status: 'FAILED',
      error: 'AlarmInAlarm',
      cause: 'Alarm a is in ALARM.',
      redriveStatus: 'REDRIVABLE',
    });
    expect(await execution('stopped')).toMatchObject({ status: 'ABORTED', error: 'Halted', cause: 'by ann', redriveStatus: 'REDRIVABLE' });
    expect(await execution('late')).toMatchObject({ status: 'TIMED_OUT' });
  });

  it('leaves data out when only asked about the execution', async () => {
    const answer = await execution('failed', { includedData: 'METADATA_ONLY' });
    expect(answer.status).toBe('FAILED');
    expect([answer.input, answer.error, answer.cause]).toEqual([undefined, undefined, undefined]);
  });
});

describe('DescribeStateMachine', () => {
  it('defines waits that add up to the length of the bake, and whose ways all end', async () => {
    const answer = await reader.send(new DescribeStateMachineCommand({ stateMachineArn: MACHINE }));
    expect(answer).toMatchObject({ name: 'bake-small', type: 'STANDARD', status: 'ACTIVE', creationDate: new Date(machine.createdAt) });
    const { StartAt, States } = JSON.parse(answer.definition ?? '') as {
      StartAt: string;
      States: Record<string, { Type: string; Seconds?: number; Next?: string; Default?: string; Choices?: { Next: string }[] }>;
    };
    expect(StartAt).toBe('Wait for traffic');
    expect(States[StartAt]).toMatchObject({ Type: 'Wait', Seconds: 120 });
    const seconds = Object.values(States).reduce((sum, state) => sum + (state.Type === 'Wait' ? (state.Seconds ?? 0) : 0), 0);
    expect(seconds).toBe(180);
    // Every state but the two ends leads on to states that exist, and the quiet way through all of them passes.
    let [name, steps] = [StartAt, 0];
    for (; States[name]?.Type !== 'Succeed'; steps++) {
      const state = States[name];
      if (state?.Default !== undefined) expect(States[state.Default]?.Type).toBe('Fail');
      name = state?.Next ?? state?.Choices?.[0]?.Next ?? '';
      expect(States[name]).toBeDefined();
    }
    expect(steps).toBe(3 * 5);
  });

  it('hides the definition when told to', async () => {
    const answer = await reader.send(new DescribeStateMachineCommand({ stateMachineArn: MACHINE, includedData: 'METADATA_ONLY' }));
    expect(answer.definition).toBe('{}');
  });
});

describe('GetExecutionHistory', () => {
  it('tells what a running bake did up to now', async () => {
    const { events = [], nextToken } = await history('running');
    expect(nextToken).toBeUndefined();
    expect(types(events)).toEqual([
      'ExecutionStarted',
      'WaitStateEntered',
      'WaitStateExited',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
      'TaskStateExited',
      'ChoiceStateEntered',
      'ChoiceStateExited',
      'WaitStateEntered',
    ]);
    expect(events[1]).toMatchObject({ timestamp: new Date(startedAt), stateEnteredEventDetails: { name: 'Wait for traffic' } });
    expect(events[2]).toMatchObject({
      timestamp: new Date(startedAt + machine.settlesMs),
      stateExitedEventDetails: { name: 'Wait for traffic' },
    });
    expect(events.at(-1)).toMatchObject({ stateEnteredEventDetails: { name: 'Watch 2 of 5' } });
    expect(events.map((event) => event.id)).toEqual(events.map((_, i) => i + 1));
    expect(events.map((event) => event.previousEventId)).toEqual(events.map((_, i) => (i < 2 ? 0 : i)));
  });

  it('ends as the bake ended', async () => {
    expect(types((await history('passed')).events).slice(-4)).toEqual([
      'ChoiceStateExited',
      'SucceedStateEntered',
      'SucceedStateExited',
      'ExecutionSucceeded',
    ]);
    const failed = await history('failed');
    expect(types(failed.events).slice(-3)).toEqual(['ChoiceStateExited', 'FailStateEntered', 'ExecutionFailed']);
    expect(failed.events?.at(-1)).toMatchObject({
      timestamp: new Date(startedAt + 135_000),
      executionFailedEventDetails: { error: 'AlarmInAlarm', cause: 'Alarm a is in ALARM.' },
    });
    const stopped = await history('stopped');
    expect(types(stopped.events)).toEqual(['ExecutionStarted', 'WaitStateEntered', 'ExecutionAborted']);
    expect(stopped.events?.at(-1)).toMatchObject({ executionAbortedEventDetails: { error: 'Halted', cause: 'by ann' } });
    expect(types((await history('late')).events).at(-1)).toBe('ExecutionTimedOut');
  });

  it('is in order of time, and never later than the end', async () => {
    for (const name of ['running', 'passed', 'failed', 'stopped', 'late']) {
      const { events = [] } = await history(name);
      const times = events.map((event) => event.timestamp?.getTime() ?? 0);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      const { stopDate } = await execution(name);
      if (stopDate) expect(times.at(-1)).toBe(stopDate.getTime());
    }
  });

  it('goes backwards, page by page, each event once', async () => {
    const forwards = (await history('passed')).events ?? [];
    const backwards: HistoryEvent[] = [];
    const pages = paginateGetExecutionHistory({ client: reader }, { executionArn: arnOf('passed'), reverseOrder: true, maxResults: 7 });
    for await (const page of pages) {
      expect(page.events?.length).toBeLessThanOrEqual(7);
      backwards.push(...(page.events ?? []));
    }
    expect(backwards).toEqual(forwards.toReversed());
    expect((await history('passed', { reverseOrder: true, maxResults: 1 })).events?.[0]?.type).toBe('ExecutionSucceeded');
  });

  it('carries data unless told not to', async () => {
    const full = (await history('failed')).events ?? [];
    expect(JSON.parse(full[0]?.executionStartedEventDetails?.input ?? '')).toMatchObject({ component: 'router' });
    expect(JSON.parse(full.find((event) => event.type === 'TaskSucceeded')?.taskSucceededEventDetails?.output ?? '')).toMatchObject({
      Payload: { quiet: true },
    });
    expect(JSON.parse(full.find((event) => event.type === 'TaskScheduled')?.taskScheduledEventDetails?.parameters ?? '')).toMatchObject({
      FunctionName: `arn:aws:lambda:us-east-1:${TOOLING}:function:watch-alarms`,
    });
    const bare = (await history('failed', { includeExecutionData: false })).events ?? [];
    expect(JSON.stringify(bare)).not.toContain('router');
    expect(bare.at(-1)?.executionFailedEventDetails?.error).toBe('AlarmInAlarm');
    expect(bare[1]?.stateEnteredEventDetails).toEqual({ name: 'Wait for traffic' });
  });
});

describe('StopExecution', () => {
  it('ends a bake that runs, and leaves one that has ended as it was', async () => {
    const { stopDate } = await stop('to-stop', { error: 'Halted', cause: 'ann halted the rollout' });
    const answer = await execution('to-stop');
    expect(answer).toMatchObject({ status: 'ABORTED', error: 'Halted', cause: 'ann halted the rollout', stopDate });
    expect(await stop('to-stop', { error: 'Other' })).toMatchObject({ stopDate });
    expect(await execution('to-stop')).toMatchObject({ error: 'Halted' });
    expect(await stop('failed')).toMatchObject({ stopDate: new Date(startedAt + 135_000) });
    expect((await execution('failed')).status).toBe('FAILED');
  });

  it('takes an error and a cause up to AWS’s limits', async () => {
    expect(await failureOf(stop('running', { error: 'e'.repeat(257) }))).toMatchObject({ name: 'ValidationException', status: 400 });
    expect((await failureOf(stop('running', { cause: 'c'.repeat(32_769) }))).message).toMatch(
      /at 'cause' failed to satisfy constraint: Member must have length less than or equal to 32768$/,
    );
    expect((await execution('running')).status).toBe('RUNNING');
    await stop('passed', { error: 'e'.repeat(256), cause: 'c'.repeat(32_768) });
  });
});

describe('Step Functions refuses', () => {
  const missing = arnOf('nobody');
  it.each<[string, string, string, RegExp]>([
    ['an execution that does not exist', missing, 'ExecutionDoesNotExist', /^Execution Does Not Exist: 'arn:aws:states:.*:nobody'$/],
    ['what is no ARN', 'bake', 'InvalidArn', /^Invalid Arn: 'Invalid ARN prefix: bake'$/],
    ['the ARN of a state machine', MACHINE, 'InvalidArn', /^Invalid Arn: 'Resource type not valid in this context: stateMachine'$/],
    ['an ARN without a name', `arn:aws:states:us-east-1:${TOOLING}:execution:bake-small`, 'InvalidArn', /^Invalid Arn/],
    ['an ARN of 257 characters', arnOf('x').padEnd(257, 'x'), 'ValidationException', /less than or equal to 256$/],
    ['another Region’s execution', missing.replace('us-east-1', 'eu-west-1'), 'ExecutionDoesNotExist', /Does Not Exist/],
    [
      'another account’s execution',
      missing.replace(TOOLING, '200000000003'),
      'AccessDeniedException',
      /because no resource-based policy allows the states:\w+ action$/,
    ],
  ])('%s', async (_what, executionArn, name, message) => {
    for (const command of [
      new DescribeExecutionCommand({ executionArn }),
      new GetExecutionHistoryCommand({ executionArn }),
      new StopExecutionCommand({ executionArn }),
    ]) {
      const failure = await failureOf(sfn.send(command as DescribeExecutionCommand));
      expect(failure).toMatchObject({ name, message: expect.stringMatching(message), status: 400 });
    }
  });

  it.each<[string, Partial<GetExecutionHistoryCommandInput>, string]>([
    ['1,001 events', { maxResults: 1001 }, 'ValidationException'],
    ['fewer than none', { maxResults: -1 }, 'ValidationException'],
    ['a token it never gave', { nextToken: 'nonsense' }, 'InvalidToken'],
    ['a token of an event that is not there', { nextToken: Buffer.from('place:999').toString('base64url') }, 'InvalidToken'],
  ])('%s of a history', async (_what, more, name) => {
    expect(await failureOf(history('passed', more))).toMatchObject({ name, status: 400 });
  });

  it('a state machine that does not exist, and words it does not know', async () => {
    const describeMachine = (stateMachineArn: string, more: object = {}) =>
      failureOf(sfn.send(new DescribeStateMachineCommand({ stateMachineArn, ...more })));
    expect(await describeMachine(`${MACHINE}s`)).toMatchObject({
      name: 'StateMachineDoesNotExist',
      message: `State Machine Does Not Exist: '${MACHINE}s'`,
    });
    expect(await describeMachine(missing)).toMatchObject({ name: 'InvalidArn' });
    expect(await describeMachine(MACHINE, { includedData: 'NOTHING' })).toMatchObject({ name: 'ValidationException' });
  });

  it('whom no policy allows: by the execution’s ARN and by the machine’s', async () => {
    const narrow = (Resource: string, Action: string) =>
      bed.assume(TOOLING, {
        RoleArn: `arn:aws:iam::${TOOLING}:role/CellwatchController`,
        Policy: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] }),
      });
    const controller = bed.stepFunctions(await narrow(arnOf('passed'), 'states:StopExecution'));
    await controller.send(new StopExecutionCommand({ executionArn: arnOf('passed') }));
    const failure = await failureOf(controller.send(new StopExecutionCommand({ executionArn: arnOf('running') })));
    expect(failure).toMatchObject({
      name: 'AccessDeniedException',
      message: `User: arn:aws:sts::${TOOLING}:assumed-role/CellwatchController/test is not authorized to perform: states:StopExecution on resource: ${arnOf('running')} because no session policy allows the states:StopExecution action`,
      status: 400,
    });
    expect((await failureOf(reader.send(new StopExecutionCommand({ executionArn: arnOf('running') })))).message).toMatch(
      /because no identity-based policy allows the states:StopExecution action$/,
    );
    const reading = bed.stepFunctions(
      await bed.assume(TOOLING, {
        Policy: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'states:*', Resource: MACHINE }] }),
      }),
    );
    await reading.send(new DescribeStateMachineCommand({ stateMachineArn: MACHINE }));
    expect((await failureOf(reading.send(new DescribeExecutionCommand({ executionArn: arnOf('passed') })))).name).toBe(
      'AccessDeniedException',
    );
  });
});
