import type { CostGroup, Spread } from '#lib/domain/cost/cost-ask.ts';
import type { CostMetric } from '#lib/domain/cost/cost-facts.ts';

/** What a person chooses on the Costs page, in words. */

export const GROUP_WORDS: Readonly<Record<CostGroup, string>> = {
  cell: 'cell',
  wave: 'wave',
  region: 'region',
  environment: 'environment',
  cloud: 'cloud',
  component: 'component',
  service: 'service',
};

export const METRIC_WORDS: Readonly<Record<CostMetric, { name: string; use: string }>> = {
  'net-amortized': {
    name: 'net amortized',
    use: 'To compare cells: up-front fees spread over the days they cover, discounts taken off. Tax, support and credits stand apart.',
  },
  unblended: { name: 'unblended', use: 'To reconcile with the bill: each charge on the day it was made, credits and tax where they fell.' },
  amortized: {
    name: 'amortized',
    use: 'Up-front fees spread over the days they cover, before discounts; credits and tax where they fell.',
  },
};

export const SHARED_WORDS: Readonly<Record<Spread, string>> = { apart: 'apart', traffic: 'by traffic', evenly: 'evenly' };
