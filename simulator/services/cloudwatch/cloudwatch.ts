import * as sdk from '@aws-sdk/client-cloudwatch';
import { byName, type CallContext, defineOperation, errorNamesOf, type Service } from '../../wire/service.ts';
import { describeAlarmHistory } from './describe-alarm-history.ts';
import { describeAlarms } from './describe-alarms.ts';
import { getMetricData } from './get-metric-data.ts';
import { listMetrics } from './list-metrics.ts';
import { putCompositeAlarm } from './put-composite-alarm.ts';
import { putMetricAlarm } from './put-metric-alarm.ts';
import { putMetricData } from './put-metric-data.ts';
import { setAlarmState } from './set-alarm-state.ts';

const alarm = (request: { AlarmName?: string | undefined }, { region, accountId }: CallContext) =>
  `arn:aws:cloudwatch:${region}:${accountId}:alarm:${request.AlarmName ?? '*'}`;

export const cloudwatch: Service = {
  name: 'CloudWatch',
  signingName: 'monitoring',
  actionPrefix: 'cloudwatch',
  target: 'GraniteServiceVersion20100801',
  jsonVersion: '1.0',
  query: { version: '2010-08-01', namespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/' },
  operations: byName([
    defineOperation(sdk.GetMetricData$, getMetricData),
    defineOperation(sdk.ListMetrics$, listMetrics),
    defineOperation(sdk.PutMetricData$, putMetricData),
    defineOperation(sdk.DescribeAlarms$, describeAlarms, (_request, context) => alarm({}, context)),
    defineOperation(sdk.DescribeAlarmHistory$, describeAlarmHistory, alarm),
    defineOperation(sdk.PutMetricAlarm$, putMetricAlarm, alarm),
    defineOperation(sdk.PutCompositeAlarm$, putCompositeAlarm, alarm),
    defineOperation(sdk.SetAlarmState$, setAlarmState, alarm),
  ]),
  errorNames: errorNamesOf(sdk),
};
