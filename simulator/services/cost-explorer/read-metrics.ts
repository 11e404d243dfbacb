import type { Charge } from '../../world/costs/charge-of-day.ts';
import { invalid } from './cost-explorer-errors.ts';

/** The metrics of a request: how each reads a line. Blended figures differ from unblended ones for Reserved Instances only, of which there are none. */
const METRICS: Readonly<Record<string, { read: keyof Charge; unit: string }>> = {
  AmortizedCost: { read: 'amortized', unit: 'USD' },
  BlendedCost: { read: 'unblended', unit: 'USD' },
  NetAmortizedCost: { read: 'netAmortized', unit: 'USD' },
  NetUnblendedCost: { read: 'netUnblended', unit: 'USD' },
  NormalizedUsageAmount: { read: 'normalized', unit: 'N/A' },
  UnblendedCost: { read: 'unblended', unit: 'USD' },
  UsageQuantity: { read: 'usage', unit: 'N/A' },
};

export interface Metric {
  name: string;
  read: keyof Charge;
  unit: string;
}

/** @throws AwsError */
export function readMetrics(names: readonly string[] | undefined): Metric[] {
  if (!names || names.length === 0) throw invalid('Metrics should not be empty');
  return [...new Set(names)].map((name) => {
    const metric = Object.hasOwn(METRICS, name) ? METRICS[name] : undefined;
    if (!metric) throw invalid(`Metric ${name.slice(0, 80)} is invalid. Valid values are ${Object.keys(METRICS).join(', ')}`);
    return { name, ...metric };
  });
}

/** The metric of a forecast, which writes them otherwise: UNBLENDED_COST. Usage has no forecast here. @throws AwsError */
export function readForecastMetric(name: string | undefined): Metric {
  const found = Object.entries(METRICS).find(([metric]) => metric.replace(/(?!^)[A-Z]/g, '_$&').toUpperCase() === name);
  if (found?.[1].unit !== 'USD') throw invalid(`Metric ${name?.slice(0, 80)} is invalid for a cost forecast`);
  return { name: found[0], ...found[1] };
}
