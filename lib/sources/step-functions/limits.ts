import type { CallLimits } from '#lib/aws/call.ts';

/** Under AWS's 15 calls a second of DescribeExecution in one account and Region, so that others are not starved. */
export const STEP_FUNCTIONS_LIMITS: CallLimits = { queue: 'StepFunctions', concurrency: 4, perSecond: 8 };
