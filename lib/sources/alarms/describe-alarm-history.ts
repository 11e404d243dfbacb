import { DescribeAlarmHistoryCommand, type DescribeAlarmHistoryCommandOutput } from '@aws-sdk/client-cloudwatch';
import type { Aws, Reader } from '#lib/aws/aws.ts';
import type { AlarmChange } from '#lib/domain/facts.ts';
import { toAlarmChanges } from './to-alarm-changes.ts';

/** A history longer than 1,000 changes is cut: its newest part tells enough. */
const PAGES_AT_MOST = 10;

/** Changes of state, newest first. */
interface AlarmHistory {
  changes: AlarmChange[];
  /** False when there was more than is read: the oldest are missing. */
  whole: boolean;
}

/**
 * Changes of state of the metric and composite alarms of an account and Region since a time; of one alarm where one is named.
 * AWS keeps some weeks of it, of deleted alarms too. @throws AwsFailure
 */
export async function describeAlarmHistory(
  aws: Aws,
  reader: Reader,
  { alarm, since }: { alarm?: string /** Epoch ms. */; since: number },
): Promise<AlarmHistory> {
  const changes: AlarmChange[] = [];
  let token: string | undefined;
  for (let page = 0; page < PAGES_AT_MOST; page++) {
    const answer: DescribeAlarmHistoryCommandOutput = await aws.call(
      reader,
      { service: 'CloudWatch', operation: 'DescribeAlarmHistory', limits: { concurrency: 2, perSecond: 5 } },
      (client, options) =>
        client.send(
          // Without AlarmTypes AWS leaves composite alarms out.
          new DescribeAlarmHistoryCommand({
            AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
            HistoryItemType: 'StateUpdate',
            StartDate: new Date(since),
            ScanBy: 'TimestampDescending',
            MaxRecords: 100,
            ...(alarm === undefined ? {} : { AlarmName: alarm }),
            ...(token === undefined ? {} : { NextToken: token }),
          }),
          options,
        ),
    );
    changes.push(...toAlarmChanges(answer.AlarmHistoryItems));
    if (answer.NextToken === undefined) return { changes, whole: true };
    if (answer.NextToken === token) break;
    token = answer.NextToken;
  }
  return { changes, whole: false };
}
