import {
  type CloudWatchClient,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  type DescribeAlarmsCommandInput,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  paginateDescribeAlarms,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failureOf, startTestBed, type TestBed } from '../../clients/test-bed.ts';

const ACCOUNT = '100000000005';
const ACTION = 'arn:aws:sns:us-east-1:100000000005:page';
let bed: TestBed;
let owner: CloudWatchClient;
beforeAll(async () => {
  bed = await startTestBed();
  owner = bed.cloudwatch(bed.administrator(ACCOUNT));
});
afterAll(() => bed.close());

const metricAlarm = (AlarmName: string, more: Partial<PutMetricAlarmCommandInput> = {}): PutMetricAlarmCommandInput => ({
  AlarmName,
  Namespace: 'Test',
  MetricName: 'm',
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 3,
  Threshold: 1.5,
  ComparisonOperator: 'GreaterThanThreshold',
  ...more,
});
const put = (name: string, more: Partial<PutMetricAlarmCommandInput> = {}) =>
  owner.send(new PutMetricAlarmCommand(metricAlarm(name, more)));
const describeAlarms = (more: DescribeAlarmsCommandInput = {}) => owner.send(new DescribeAlarmsCommand(more));

describe('alarms of a cell', () => {
  it('are read through the reader role, and only there', async () => {
    const cell = bed.world.cells.find((entry) => entry.cloud === 'aws' && entry.region === 'us-east-1');
    const key = await bed.assume(cell?.accountId ?? '');
    const { MetricAlarms: alarms } = await bed.cloudwatch(key).send(new DescribeAlarmsCommand({}));
    expect(alarms?.map((alarm) => alarm.AlarmName)).toContain(`${cell?.name}-errors-critical`);
    expect(alarms?.[0]).toMatchObject({
      StateValue: 'OK',
      StateUpdatedTimestamp: expect.any(Date),
      StateTransitionedTimestamp: expect.any(Date),
    });
    const elsewhere = await bed.cloudwatch(key, 'eu-west-1').send(new DescribeAlarmsCommand({}));
    expect(elsewhere.MetricAlarms).toEqual([]);
    expect((await failureOf(bed.cloudwatch(bed.app).send(new DescribeAlarmsCommand({})))).message).toBe(
      'User: arn:aws:iam::100000000002:user/cellwatch is not authorized to perform: cloudwatch:DescribeAlarms on resource: arn:aws:cloudwatch:us-east-1:100000000002:alarm:* because no identity-based policy allows the cloudwatch:DescribeAlarms action',
    );
    expect(
      (await failureOf(bed.cloudwatch(key).send(new SetAlarmStateCommand({ AlarmName: 'x', StateValue: 'OK', StateReason: 'x' })))).message,
    ).toMatch(/cloudwatch:SetAlarmState on resource: arn:aws:cloudwatch:us-east-1:\d{12}:alarm:x because/);
  });
});

describe('alarms that are put', () => {
  it('come back as they were put', async () => {
    await put('whole', {
      AlarmDescription: 'd',
      AlarmActions: [ACTION],
      OKActions: [ACTION],
      DatapointsToAlarm: 2,
      TreatMissingData: 'notBreaching',
      Dimensions: [{ Name: 'Cell', Value: 'a' }],
      Unit: 'Count',
    });
    const { MetricAlarms: [alarm] = [] } = await describeAlarms({ AlarmNames: ['whole'] });
    expect(alarm).toMatchObject({
      ...metricAlarm('whole'),
      AlarmArn: `arn:aws:cloudwatch:us-east-1:${ACCOUNT}:alarm:whole`,
      AlarmDescription: 'd',
      AlarmActions: [ACTION],
      OKActions: [ACTION],
      InsufficientDataActions: [],
      ActionsEnabled: true,
      DatapointsToAlarm: 2,
      TreatMissingData: 'notBreaching',
      Dimensions: [{ Name: 'Cell', Value: 'a' }],
      Unit: 'Count',
      StateReason: 'Unchecked: Initial alarm creation',
    });
  });

  it('may watch another account’s metric, with a percentile', async () => {
    const Metric = { Namespace: 'Cell', MetricName: 'Latency', Dimensions: [{ Name: 'Cell', Value: 'a' }] };
    const Metrics = [{ Id: 'm1', AccountId: '200000000003', ReturnData: true, MetricStat: { Metric, Period: 60, Stat: 'p99' } }];
    await owner.send(
      new PutMetricAlarmCommand({
        AlarmName: 'linked',
        Metrics,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'LessThanThreshold',
      }),
    );
    expect((await describeAlarms({ AlarmNames: ['linked'] })).MetricAlarms?.[0]?.Metrics).toEqual(Metrics);
  });

  it.each<[string, Partial<PutMetricAlarmCommandInput>, string]>([
    ['a period of 90 s', { Period: 90 }, 'ValidationException'],
    ['no threshold', { Threshold: undefined }, 'MissingRequiredParameterException'],
    ['an unknown operator', { ComparisonOperator: 'Like' as 'LessThanThreshold' }, 'ValidationException'],
    ['more points than periods', { DatapointsToAlarm: 4 }, 'ValidationException'],
    ['an action that is no ARN', { AlarmActions: ['page me'] }, 'ValidationException'],
    ['six actions', { AlarmActions: Array.from({ length: 6 }, () => ACTION) }, 'ValidationException'],
    ['two statistics', { ExtendedStatistic: 'p99' }, 'InvalidParameterCombinationException'],
    ['an unknown way with missing data', { TreatMissingData: 'guess' }, 'ValidationException'],
    ['no name', { AlarmName: '' }, 'ValidationException'],
    ['more than a week', { EvaluationPeriods: 100, Period: 86_400 }, 'ValidationException'],
  ])('are refused with %s', async (_what, more, name) => {
    expect(await failureOf(put('refused', more))).toMatchObject({ name, status: 400 });
  });
});

describe('composite alarms', () => {
  const composite = (AlarmName: string, AlarmRule: string) =>
    owner.send(new PutCompositeAlarmCommand({ AlarmName, AlarmRule, ActionsSuppressor: 'suppressor' }));

  it('are not described unless asked for, and know their relatives', async () => {
    await put('child-1');
    await put('child-2');
    await composite('parent', 'ALARM("child-1") OR (NOT OK(child-2))');
    const plain = await describeAlarms({ AlarmNames: ['parent'] });
    expect([plain.MetricAlarms, plain.CompositeAlarms]).toEqual([[], []]);
    const { CompositeAlarms: [parent] = [] } = await describeAlarms({
      AlarmNames: ['parent'],
      AlarmTypes: ['CompositeAlarm', 'MetricAlarm'],
    });
    expect(parent).toMatchObject({ AlarmRule: 'ALARM("child-1") OR (NOT OK(child-2))', ActionsSuppressor: 'suppressor' });
    const children = await describeAlarms({ ChildrenOfAlarmName: 'parent' });
    expect(children.MetricAlarms?.map((alarm) => alarm.AlarmName)).toEqual(['child-1', 'child-2']);
    const parents = await describeAlarms({ ParentsOfAlarmName: 'child-2' });
    expect(parents.CompositeAlarms?.map((alarm) => alarm.AlarmName)).toEqual(['parent']);
  });

  it.each([
    ['a rule that is none', 'ALARM("child-1"'],
    ['a rule of an unknown alarm', 'ALARM("nobody")'],
    ['an empty rule', ''],
    ['words', 'when it hurts'],
  ])('are refused with %s', async (_what, rule) => {
    await put('child-1');
    expect(await failureOf(composite('refused', rule))).toMatchObject({ name: 'ValidationException', status: 400 });
  });

  it('can not take the name of a metric alarm', async () => {
    await put('taken');
    await put('child-1');
    expect((await failureOf(composite('taken', 'ALARM(child-1)'))).name).toBe('ValidationException');
  });
});

describe('DescribeAlarms', () => {
  it('filters, and gives 100 a page at most', async () => {
    for (let i = 0; i < 120; i++) await put(`page-${String(i).padStart(3, '0')}`);
    const first = await describeAlarms({ AlarmNamePrefix: 'page-' });
    expect(first.MetricAlarms).toHaveLength(100);
    const names = [];
    for await (const page of paginateDescribeAlarms({ client: owner }, { AlarmNamePrefix: 'page-', MaxRecords: 50 })) {
      names.push(...(page.MetricAlarms ?? []).map((alarm) => alarm.AlarmName));
    }
    expect(names).toHaveLength(120);
    expect(new Set(names).size).toBe(120);
    await owner.send(new SetAlarmStateCommand({ AlarmName: 'page-007', StateValue: 'ALARM', StateReason: 'by hand' }));
    expect((await describeAlarms({ StateValue: 'ALARM' })).MetricAlarms?.map((alarm) => alarm.AlarmName)).toEqual(['page-007']);
  });

  it.each<[string, DescribeAlarmsCommandInput, string]>([
    ['101 names', { AlarmNames: Array.from({ length: 101 }, (_, i) => `a${i}`) }, 'ValidationException'],
    ['101 records', { MaxRecords: 101 }, 'ValidationException'],
    ['names and a prefix', { AlarmNames: ['a'], AlarmNamePrefix: 'a' }, 'InvalidParameterCombinationException'],
    ['an unknown state', { StateValue: 'SICK' as 'OK' }, 'ValidationException'],
    ['a token it never gave', { NextToken: 'nonsense' }, 'InvalidNextToken'],
  ])('refuses %s', async (_what, more, name) => {
    expect((await failureOf(describeAlarms(more))).name).toBe(name);
  });
});

describe('SetAlarmState and DescribeAlarmHistory', () => {
  it('move the state and remember it', async () => {
    await put('moved');
    await owner.send(
      new SetAlarmStateCommand({ AlarmName: 'moved', StateValue: 'ALARM', StateReason: 'a drill', StateReasonData: '{"a":1}' }),
    );
    const { MetricAlarms: [alarm] = [] } = await describeAlarms({ AlarmNames: ['moved'] });
    expect(alarm).toMatchObject({ StateValue: 'ALARM', StateReason: 'a drill', StateReasonData: '{"a":1}' });
    const history = (more = {}) => owner.send(new DescribeAlarmHistoryCommand({ AlarmName: 'moved', ...more }));
    const { AlarmHistoryItems: items } = await history();
    expect(items?.map((item) => item.HistoryItemType)).toEqual(['StateUpdate', 'ConfigurationUpdate']);
    expect(JSON.parse(items?.[0]?.HistoryData ?? '')).toMatchObject({ newState: { stateValue: 'ALARM' } });
    expect((await history({ HistoryItemType: 'StateUpdate' })).AlarmHistoryItems).toHaveLength(1);
    expect((await history({ ScanBy: 'TimestampAscending' })).AlarmHistoryItems?.[0]?.HistoryItemType).toBe('ConfigurationUpdate');
    const first = await history({ MaxRecords: 1 });
    expect((await history({ MaxRecords: 1, NextToken: first.NextToken })).AlarmHistoryItems?.[0]?.HistoryItemType).toBe(
      'ConfigurationUpdate',
    );
    expect((await history({ EndDate: new Date(0) })).AlarmHistoryItems).toEqual([]);
    expect((await failureOf(history({ HistoryItemType: 'Gossip' }))).name).toBe('ValidationException');
  });

  it.each([
    ['an unknown alarm', { AlarmName: 'nobody' }, 'ResourceNotFound'],
    ['an unknown state', { StateValue: 'SICK' as 'OK' }, 'ValidationException'],
    ['reason data that are not JSON', { StateReasonData: '{' }, 'InvalidFormatFault'],
  ])('refuse %s', async (_what, more, name) => {
    await put('there');
    const failure = await failureOf(
      owner.send(new SetAlarmStateCommand({ AlarmName: 'there', StateValue: 'OK', StateReason: 'r', ...more })),
    );
    expect(failure.name).toBe(name);
  });
});
