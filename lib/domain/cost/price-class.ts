import type { Money } from './money.ts';

/** How AWS charges what Cellwatch asks. */
export const PRICE_CLASSES = ['metrics', 'cloudwatch', 's3', 'cost-explorer', 'free'] as const;
export type PriceClass = (typeof PRICE_CLASSES)[number];

/** By AWS's list prices in us-east-1, of a unit in 10⁻¹⁰ USD: $0.01 for 1,000 metrics or requests of CloudWatch, $0.0004 for 1,000 GETs of S3, $0.01 for a page of Cost Explorer. */
export const UNIT_PRICES: Readonly<Record<PriceClass, Money>> = {
  metrics: 100_000n,
  cloudwatch: 100_000n,
  s3: 4_000n,
  'cost-explorer': 100_000_000n,
  free: 0n,
};

export const PRICE_CLASS_NAMES: Readonly<Record<PriceClass, string>> = {
  metrics: 'GetMetricData, by metric',
  cloudwatch: 'Other CloudWatch requests',
  s3: 'S3 requests',
  'cost-explorer': 'Cost Explorer requests',
  free: 'Requests that cost nothing',
};

/** A call as the meter counts it. */
export interface CountedCall {
  service: string;
  operation: string;
  /** Requests sent, retries included. */
  attempts: number;
  failed: boolean;
  /** Metrics requested. */
  metrics: number;
}

/** What a call is charged as, and how many units of it. CodePipeline, Step Functions, CloudFormation, ECR, CodeBuild and STS cost nothing. */
export function priceClassOf({ service, operation, attempts, failed, metrics }: CountedCall): { priceClass: PriceClass; units: number } {
  if (operation === 'GetMetricData') return { priceClass: 'metrics', units: metrics };
  if (service === 'CloudWatch') return { priceClass: 'cloudwatch', units: attempts };
  if (service === 'S3') return { priceClass: 's3', units: attempts };
  // Failed requests of Cost Explorer are free, and so are those that were tried again.
  if (service === 'CostExplorer') return { priceClass: 'cost-explorer', units: failed ? 0 : 1 };
  return { priceClass: 'free', units: attempts };
}
