import type { CallLimits } from '#lib/aws/call.ts';

/** Cost Explorer takes about ten calls a second of an account; a page of it may take seconds. */
export const COST_EXPLORER_LIMITS: CallLimits = { queue: 'CostExplorer', concurrency: 1, perSecond: 8 };
export const PAGE_TIMEOUT_MS = 60_000;
