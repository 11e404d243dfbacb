import type { GetAnomalyMonitorsRequest, GetAnomalyMonitorsResponse } from '@aws-sdk/client-cost-explorer';
import { AwsError } from '../../wire/aws-error.ts';
import type { CallContext } from '../../wire/service.ts';
import { monitorsOf } from './anomaly-monitor.ts';
import { enter } from './enter.ts';

/** The account's anomaly monitors. @throws AwsError */
export function getAnomalyMonitors({ MonitorArnList: arns }: GetAnomalyMonitorsRequest, context: CallContext): GetAnomalyMonitorsResponse {
  enter(context);
  const monitors = monitorsOf(context);
  if (!arns) return { AnomalyMonitors: monitors };
  const unknown = arns.find((arn) => !monitors.some((monitor) => monitor.MonitorArn === arn));
  if (unknown !== undefined) throw unknownMonitor();
  return { AnomalyMonitors: monitors.filter(({ MonitorArn: arn }) => arn !== undefined && arns.includes(arn)) };
}

export function unknownMonitor(): AwsError {
  return new AwsError('UnknownMonitorException', 'The cost anomaly monitor does not exist for the account.');
}
