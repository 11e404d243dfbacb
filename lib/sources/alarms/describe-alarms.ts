import { DescribeAlarmsCommand, type DescribeAlarmsCommandOutput } from '@aws-sdk/client-cloudwatch';
import type { Aws, Reader } from '#lib/aws/aws.ts';
import { AwsFailure } from '#lib/aws/classify-failure.ts';
import type { Alarm } from '#lib/domain/facts.ts';
import { toAlarms } from './to-alarms.ts';

const PAGES_AT_MOST = 200;

/** All metric and composite alarms of an account and Region. @throws AwsFailure */
export async function describeAlarms(aws: Aws, reader: Reader): Promise<Alarm[]> {
  const alarms: Alarm[] = [];
  let token: string | undefined;
  for (let page = 0; page < PAGES_AT_MOST; page++) {
    const answer: DescribeAlarmsCommandOutput = await aws.call(
      reader,
      { service: 'CloudWatch', operation: 'DescribeAlarms', limits: { concurrency: 2, perSecond: 8 } },
      (client, options) =>
        client.send(
          // Without AlarmTypes AWS leaves composite alarms out.
          new DescribeAlarmsCommand({
            AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
            MaxRecords: 100,
            ...(token === undefined ? {} : { NextToken: token }),
          }),
          options,
        ),
    );
    alarms.push(...toAlarms(answer));
    if (answer.NextToken === undefined) return alarms;
    if (answer.NextToken === token) break;
    token = answer.NextToken;
  }
  // A part of the alarms would look like all of them.
  const { accountId, region, role } = reader;
  throw new AwsFailure('invalid-response', `CloudWatch did not come to the end of the alarms of account ${accountId ?? 'in use'}.`, {
    service: 'CloudWatch',
    operation: 'DescribeAlarms',
    accountId,
    region,
    role: role?.name ?? null,
  });
}
