import type { Dimension } from '@aws-sdk/client-cloudwatch';
import type { MetricKey } from '../../world/types.ts';
import { checkSize, invalidValue } from './cloudwatch-errors.ts';

const STATISTIC =
  /^(SampleCount|Average|Sum|Minimum|Maximum|IQM|(p|tm|wm|tc|ts)(\d{1,2}(\.\d{1,10})?|100)|(PR|TM|WM|TC|TS)\([^)]{1,60}\))$/;

/** Whether CloudWatch knows the statistic. */
export function isStatistic(text: string): boolean {
  return STATISTIC.test(text);
}

/** A metric's identity from a request, with its dimensions in order of their names. @throws AwsError */
export function metricKey(
  namespace: string | undefined,
  name: string | undefined,
  dimensions: readonly Dimension[] | undefined,
): MetricKey {
  checkSize(dimensions, 'Dimensions', 30);
  if (!namespace || namespace.length > 255 || namespace.startsWith(':'))
    throw invalidValue('The parameter Namespace must be 1 to 255 characters and not begin with a colon.');
  if (!name || name.length > 255) throw invalidValue('The parameter MetricName must be 1 to 255 characters.');
  const list = (dimensions ?? []).map((dimension) => {
    if (!dimension.Name || !dimension.Value) throw invalidValue('The parameters Dimensions.Name and Dimensions.Value must not be empty.');
    return { name: dimension.Name, value: dimension.Value };
  });
  if (list.length > 1) list.sort((a, b) => (a.name < b.name ? -1 : 1));
  return { namespace, name, dimensions: list };
}
