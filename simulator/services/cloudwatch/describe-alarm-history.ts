import type { DescribeAlarmHistoryInput, DescribeAlarmHistoryOutput } from '@aws-sdk/client-cloudwatch';
import type { CallContext } from '../../wire/service.ts';
import { page } from '../page.ts';
import { checkMaxRecords, checkWord, invalidNextToken } from './cloudwatch-errors.ts';

/** What happened to alarms, newest first unless told. Without AlarmTypes, metric alarms only. */
export function describeAlarmHistory(
  request: DescribeAlarmHistoryInput,
  { world, accountId, region }: CallContext,
): DescribeAlarmHistoryOutput {
  checkWord(request.HistoryItemType, 'historyItemType', ['ConfigurationUpdate', 'StateUpdate', 'Action']);
  checkWord(request.ScanBy, 'scanBy', ['TimestampDescending', 'TimestampAscending']);
  for (const type of request.AlarmTypes ?? []) checkWord(type, 'alarmTypes', ['CompositeAlarm', 'MetricAlarm', 'LogAlarm']);
  const size = checkMaxRecords(request.MaxRecords, 100);
  const types: string[] = request.AlarmTypes?.length ? request.AlarmTypes : ['MetricAlarm'];
  const from = request.StartDate?.getTime() ?? -Infinity;
  const to = request.EndDate?.getTime() ?? Infinity;
  const wanted = world.alarms
    .history(accountId, region)
    .filter(
      (item) =>
        (request.AlarmName === undefined || item.alarmName === request.AlarmName) &&
        types.includes(item.kind === 'metric' ? 'MetricAlarm' : 'CompositeAlarm') &&
        (request.HistoryItemType === undefined || item.type === request.HistoryItemType) &&
        item.at >= from &&
        item.at <= to,
    );
  if (request.ScanBy === 'TimestampAscending') wanted.reverse();
  const { items, next } = page(wanted, request.NextToken, size, invalidNextToken);
  return {
    AlarmHistoryItems: items.map((item) => ({
      AlarmName: item.alarmName,
      AlarmType: item.kind === 'metric' ? 'MetricAlarm' : 'CompositeAlarm',
      Timestamp: new Date(item.at),
      HistoryItemType: item.type,
      HistorySummary: item.summary,
      HistoryData: item.data,
    })),
    NextToken: next,
  };
}
