/** GetMetricData: US dollars a metric requested ($0.01 per 1,000). Source: CloudWatch pricing. */
const USD_PER_METRIC = 0.01 / 1000;
/** Describe and other CloudWatch API requests: US dollars a request ($0.01 per 1,000). */
const USD_PER_CLOUDWATCH_REQUEST = 0.01 / 1000;
/** S3 GetObject: US dollars a request ($0.0004 per 1,000). */
const USD_PER_S3_GET = 0.0004 / 1000;

/** What we have asked of AWS under one service and operation, since the start. */
export interface MeterRow {
  service: string;
  operation: string;
  /** Requests sent, retries included. */
  calls: number;
  errors: number;
  /** Metrics requested; only GetMetricData is priced by them. */
  metrics: number;
  /** Sum of the time calls took, ms, waiting for their turn excluded. */
  milliseconds: number;
  slowestMs: number;
  estimatedUsd: number;
}

/** Counts our own calls and what they are estimated to cost. */
export class Meter {
  readonly #rows = new Map<string, MeterRow>();

  count(call: { service: string; operation: string; attempts: number; failed: boolean; metrics: number; milliseconds: number }): void {
    const key = `${call.service} ${call.operation}`;
    const row = this.#rows.get(key) ?? {
      service: call.service,
      operation: call.operation,
      calls: 0,
      errors: 0,
      metrics: 0,
      milliseconds: 0,
      slowestMs: 0,
      estimatedUsd: 0,
    };
    this.#rows.set(key, row);
    row.calls += call.attempts;
    row.errors += call.failed ? 1 : 0;
    row.metrics += call.metrics;
    row.milliseconds += call.milliseconds;
    row.slowestMs = Math.max(row.slowestMs, call.milliseconds);
    row.estimatedUsd += price(call);
  }

  rows(): readonly MeterRow[] {
    return [...this.#rows.values()];
  }
}

/** What CodePipeline, Step Functions, CloudFormation, ECR, CodeBuild and STS are asked costs nothing. */
function price(call: { service: string; operation: string; attempts: number; metrics: number }): number {
  if (call.operation === 'GetMetricData') return call.metrics * USD_PER_METRIC;
  if (call.service === 'CloudWatch') return call.attempts * USD_PER_CLOUDWATCH_REQUEST;
  return call.service === 'S3' ? call.attempts * USD_PER_S3_GET : 0;
}
