import type { CostFailure } from '#lib/domain/cost/cost-facts.ts';
import type { Registry } from '#lib/domain/registry/registry.ts';

/** Cost Explorer answers here alone. */
export const COST_REGION = 'us-east-1';

/** What was read could not be written. */
export function unkept({ organization }: Registry, since: number): CostFailure {
  const message = 'Costs were read, but could not be kept in the store: look at the log of Cellwatch and at its disk.';
  return { code: 'service-error', message, accountId: organization.managementAccountId, region: COST_REGION, since };
}

/** What was written can't be read; the next fetch by schedule reads all anew. */
export function unreadable({ organization }: Registry, since: number): CostFailure {
  const message = 'Kept costs cannot be read: the next fetch by schedule reads them all anew.';
  return { code: 'invalid-response', message, accountId: organization.managementAccountId, region: COST_REGION, since };
}
