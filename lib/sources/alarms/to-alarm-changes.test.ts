import { afterEach, expect, it } from 'vitest';
import { Aws } from '#lib/aws/aws.ts';
import { type StubAnswer, type StubRequest, startAwsStub } from '#lib/aws/testing/aws-stub.ts';
import { systemClock } from '#lib/clock.ts';
import { describeAlarmHistory } from './describe-alarm-history.ts';
import { toAlarmChanges } from './to-alarm-changes.ts';

const ended: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0).reverse()) await end();
});

async function make(answer: (request: StubRequest) => StubAnswer) {
  const stub = await startAwsStub(answer);
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const aws = new Aws({ region: 'us-east-1', clock: systemClock, endpoint: stub.url, credentials });
  ended.push(
    () => stub.close(),
    () => aws.stop(),
  );
  return { aws, stub };
}

const reader = { accountId: null, region: 'us-east-1', role: null };
const data = (from: string, to: string) =>
  JSON.stringify({
    version: '1.0',
    oldState: { stateValue: from, stateReason: 'Threshold Crossed', stateReasonData: { version: '1.0', recentDatapoints: [38.9] } },
    newState: { stateValue: to, stateReason: 'testing purposes' },
  });
/** Two pages as AWS sends them in awsJson1.0, newest first. */
const PAGES = [
  {
    NextToken: 'page-2',
    AlarmHistoryItems: [
      {
        AlarmName: 'alpha-critical',
        AlarmType: 'CompositeAlarm',
        Timestamp: 1_764_000_300.5,
        HistoryItemType: 'StateUpdate',
        HistorySummary: 'Alarm updated from ALARM to OK',
        HistoryData: data('ALARM', 'OK').slice(0, 60),
      },
    ],
  },
  {
    AlarmHistoryItems: [
      {
        AlarmName: 'alpha-errors',
        AlarmType: 'MetricAlarm',
        Timestamp: 1_764_000_060,
        HistoryItemType: 'StateUpdate',
        HistorySummary: 'Alarm updated from OK to ALARM',
        HistoryData: data('OK', 'ALARM'),
      },
    ],
  },
];

it('asks for both types and for changes of state alone, follows pages, and maps what AWS sends', async () => {
  const { aws, stub } = await make(({ body }) => ({ body: body.NextToken ? PAGES[1] : PAGES[0] }));
  expect(await describeAlarmHistory(aws, reader, { since: 1_764_000_000_000, alarm: 'alpha' })).toEqual({
    changes: [
      { alarm: 'alpha-critical', at: 1_764_000_300_500, from: 'ALARM', to: 'OK' },
      { alarm: 'alpha-errors', at: 1_764_000_060_000, from: 'OK', to: 'ALARM' },
    ],
    whole: true,
  });
  expect(stub.requests[0]?.operation).toBe('DescribeAlarmHistory');
  expect(stub.requests[0]?.body).toEqual({
    AlarmName: 'alpha',
    AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
    HistoryItemType: 'StateUpdate',
    StartDate: 1_764_000_000,
    ScanBy: 'TimestampDescending',
    MaxRecords: 100,
  });
});

it('ends after ten pages and tells that the oldest changes are missing', async () => {
  let page = 0;
  const { aws, stub } = await make(() => ({ body: { ...PAGES[0], NextToken: `page-${page++}` } }));
  const { changes, whole } = await describeAlarmHistory(aws, reader, { since: 0 });
  expect([changes.length, whole, stub.requests.length]).toEqual([10, false, 10]);
});

it.each([
  ['no alarm', { AlarmName: undefined }],
  ['no time', { Timestamp: undefined }],
  ['another kind of item', { HistoryItemType: 'ConfigurationUpdate' as const }],
  ['a state that is not known', { HistoryData: data('OK', 'NEW_STATE'), HistorySummary: undefined }],
  ['nothing', { HistoryData: undefined, HistorySummary: undefined }],
  ['broken data', { HistoryData: 'null', HistorySummary: 'Alarm was touched' }],
])('leaves out an item that tells %s', (_, change) => {
  const item = { AlarmName: 'a', Timestamp: new Date(5), HistoryItemType: 'StateUpdate' as const, HistoryData: data('OK', 'ALARM') };
  expect(toAlarmChanges([item])).toHaveLength(1);
  expect(toAlarmChanges([{ ...item, ...change }])).toEqual([]);
});

it('knows a change whose state before it is not known', () => {
  const item = { AlarmName: 'a', Timestamp: new Date(5), HistoryData: data('SOMETHING', 'ALARM') };
  expect(toAlarmChanges([item])).toEqual([{ alarm: 'a', at: 5, from: null, to: 'ALARM' }]);
  expect(toAlarmChanges(undefined)).toEqual([]);
});
