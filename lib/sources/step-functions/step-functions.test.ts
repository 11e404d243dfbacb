import { describe, expect, it } from 'vitest';
import { stubbedAws } from '#lib/aws/testing/stubbed-aws.ts';
import { bakeExecutionArn } from './bake-execution-arn.ts';
import { describeExecution } from './describe-execution.ts';
import { describeStateMachine } from './describe-state-machine.ts';
import { getExecutionHistory } from './get-execution-history.ts';
import { waitSeconds } from './wait-seconds.ts';
import { watchedAlarms } from './watched-alarms.ts';

const MACHINE = 'arn:aws:states:us-east-1:100000000003:stateMachine:bake';
const ARN = 'arn:aws:states:us-east-1:100000000003:execution:bake:a-1';

describe('DescribeExecution', () => {
  it('maps a bake that failed, with the alarms of its input', async () => {
    const { aws, reader } = await stubbedAws(() => ({
      body: {
        executionArn: ARN,
        stateMachineArn: MACHINE,
        name: 'a-1',
        status: 'FAILED',
        startDate: 1_764_000_000.5,
        stopDate: 1_764_000_120,
        error: 'AlarmInAlarm',
        cause: 'prod-use1-a-errors is in ALARM',
        input: '{"wave":"small","alarms":[{"name":"prod-use1-a-errors","accountId":"200000000001","region":"us-east-1"}]}',
      },
    }));
    const { bake, input } = await describeExecution(aws, reader, ARN);
    expect(bake).toEqual({
      executionArn: ARN,
      stateMachineArn: MACHINE,
      status: 'FAILED',
      startedAt: 1_764_000_000_500,
      stoppedAt: 1_764_000_120_000,
      error: 'AlarmInAlarm',
      cause: 'prod-use1-a-errors is in ALARM',
      alarms: [{ name: 'prod-use1-a-errors', accountId: '200000000001', region: 'us-east-1' }],
    });
    expect(input).toMatchObject({ wave: 'small' });
  });

  it.each([[{}], [{ status: 'SLEEPING' }]])('does not guess the status of %j', async (body) => {
    const { aws, reader } = await stubbedAws(() => ({ body }));
    await expect(describeExecution(aws, reader, ARN)).rejects.toMatchObject({ code: 'invalid-response' });
  });

  it('says that an execution is not there (yet)', async () => {
    const { aws, reader } = await stubbedAws(() => ({ status: 400, body: { __type: 'ExecutionDoesNotExist', message: `'${ARN}'` } }));
    await expect(describeExecution(aws, reader, ARN)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('names the permission as IAM writes it', async () => {
    const { aws, reader } = await stubbedAws(() => ({ status: 400, body: { __type: 'AccessDeniedException', message: 'no' } }));
    await expect(describeExecution(aws, reader, ARN)).rejects.toThrow('states:DescribeExecution');
  });
});

it.each([
  [{ alarms: ['a', 'arn:aws:cloudwatch:eu-west-1:200000000002:alarm:b:c'] }, ['a  ', 'b:c 200000000002 eu-west-1']],
  [{ cells: [{ accountId: '1', alarmNames: ['a'] }] }, ['a  ']],
  [
    { Watch: { Alarms: [{ AlarmName: 'a', Region: 'us-east-1' }, { AlarmArn: 'arn:aws:cloudwatch:x:200000000002:alarm:b' }] } },
    ['a  us-east-1', 'b 200000000002 x'],
  ],
  [{ alarms: [{}, 3, null], alarm: 'not a list' }, []],
  [{ cells: ['a'] }, []],
  [null, []],
])('finds the alarms that %j names', (input, found) => {
  expect(watchedAlarms(input).map((one) => `${one.name} ${one.accountId ?? ''} ${one.region ?? ''}`)).toEqual(found);
});

it('reads the present step from the newest events', async () => {
  const at = (timestamp: number, type: string, name: string) => ({
    id: timestamp,
    timestamp: 1_764_000_000 + timestamp,
    type,
    ...(type.endsWith('Entered') ? { stateEnteredEventDetails: { name } } : { stateExitedEventDetails: { name } }),
  });
  const { aws, reader, requests } = await stubbedAws(() => ({
    body: {
      events: [
        at(60, 'WaitStateEntered', 'Watch'),
        at(59, 'ChoiceStateExited', 'All quiet?'),
        at(58, 'ChoiceStateEntered', 'All quiet?'),
        at(57, 'TaskStateExited', 'Look'),
      ],
    },
  }));
  expect(await getExecutionHistory(aws, reader, ARN)).toEqual([
    { name: 'All quiet?', enteredAt: 1_764_000_058_000, leftAt: 1_764_000_059_000 },
    { name: 'Watch', enteredAt: 1_764_000_060_000, leftAt: null },
  ]);
  expect(requests[0]?.body).toMatchObject({ reverseOrder: true, includeExecutionData: false });
});

it('has no present step once the execution has ended', async () => {
  const { aws, reader } = await stubbedAws(() => ({
    body: {
      events: [
        { id: 3, timestamp: 1_764_000_009, type: 'ExecutionAborted', executionAbortedEventDetails: {} },
        { id: 2, timestamp: 1_764_000_001, type: 'WaitStateEntered', stateEnteredEventDetails: { name: 'Watch' } },
      ],
    },
  }));
  expect(await getExecutionHistory(aws, reader, ARN)).toMatchObject([{ name: 'Watch', leftAt: 1_764_000_009_000 }]);
});

it('reads a definition, and refuses what is none', async () => {
  const { aws, reader } = await stubbedAws(({ body }) => ({
    body: { definition: body.stateMachineArn === MACHINE ? '{"States":{}}' : '' },
  }));
  expect(await describeStateMachine(aws, reader, MACHINE)).toEqual({ States: {} });
  await expect(describeStateMachine(aws, reader, `${MACHINE}-2`)).rejects.toMatchObject({ code: 'invalid-response' });
});

describe('how long a bake waits', () => {
  const wait = (more: object) => ({ Type: 'Wait', ...more });
  it.each([
    ['adds up', { A: wait({ Seconds: 60, Next: 'B' }), B: wait({ Seconds: 30, End: true }), C: { Type: 'Task', End: true } }, 90],
    ['takes a path into the input', { A: wait({ SecondsPath: '$.bake.seconds', End: true }) }, 1800],
    ['takes JSONata into the input', { A: wait({ Seconds: '{% $states.input.bake.seconds %}', End: true }) }, 1800],
    ['does not know another expression', { A: wait({ Seconds: '{% 60 * $x %}', End: true }) }, null],
    ['does not know a time of the day', { A: wait({ Timestamp: '2026-01-01T00:00:00Z', End: true }) }, null],
    [
      'does not know how often a loop is run',
      {
        A: wait({ Seconds: 60, Next: 'B' }),
        B: { Type: 'Choice', Choices: [{ Next: 'C' }], Default: 'A' },
        C: { Type: 'Succeed' },
      },
      null,
    ],
    [
      'takes the longest of parallel branches',
      {
        A: wait({ Seconds: 5, Next: 'B' }),
        B: {
          Type: 'Parallel',
          Branches: [{ States: { C: wait({ Seconds: 10, End: true }) } }, { States: { D: wait({ Seconds: 20, End: true }) } }],
          End: true,
        },
      },
      25,
    ],
    ['is null without waits', { A: { Type: 'Pass', End: true } }, null],
  ])('%s', (_, States, seconds) => {
    expect(waitSeconds({ StartAt: 'A', States }, { bake: { seconds: 1800 } })).toBe(seconds);
  });

  it.each([[null], ['text'], [{ States: null }], [{ States: { A: null } }]])('is null for %j', (definition) => {
    expect(waitSeconds(definition, null)).toBeNull();
  });
});

describe('the execution of a bake', () => {
  const run = { provider: 'StepFunctions', actionExecutionId: 'a-1', externalId: null, outputs: {} };
  it.each([
    ['follows from the action while it runs', run, { StateMachineArn: MACHINE }, ARN],
    ['carries the configured prefix', run, { StateMachineArn: MACHINE, ExecutionNamePrefix: 'router' }, ARN.replace('a-1', 'router-a-1')],
    ['drops a version or alias', run, { StateMachineArn: `${MACHINE}:live` }, ARN],
    ['is told by the outputs', { ...run, outputs: { ExecutionArn: `${ARN}-told` } }, {}, `${ARN}-told`],
    ['is told by the external id', { ...run, externalId: `${ARN}-told` }, {}, `${ARN}-told`],
    ['is not an id that is no ARN', { ...run, externalId: 'a-1' }, {}, null],
    ['is none for other actions', { ...run, provider: 'Lambda' }, { StateMachineArn: MACHINE }, null],
  ])('%s', (_, given, configuration, arn) => {
    expect(bakeExecutionArn(given, configuration as Record<string, string>)).toBe(arn);
  });
});
