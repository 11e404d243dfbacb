import type { DescribeExecutionInput, DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import type { CallContext } from '../../wire/service.ts';
import { bakeInput } from '../../world/pipelines/bake.ts';
import type { BakeWorld } from '../../world/release-types.ts';
import { bakeOutput } from './bake-data.ts';
import { findBake } from './find-bake.ts';
import { checkIncludedData } from './step-functions-errors.ts';

/** Where a bake stands. */
export function describeExecution(request: DescribeExecutionInput, context: CallContext): DescribeExecutionOutput {
  checkIncludedData(request.includedData);
  const bake = findBake(request.executionArn, 'DescribeExecution', context);
  const included = request.includedData !== 'METADATA_ONLY';
  const output = bake.status === 'SUCCEEDED';
  return {
    executionArn: bake.executionArn,
    stateMachineArn: bake.stateMachineArn,
    name: bake.name,
    status: bake.status,
    startDate: new Date(bake.startedAt),
    stopDate: bake.stoppedAt === null ? undefined : new Date(bake.stoppedAt),
    input: included ? bakeInput(bake) : undefined,
    inputDetails: { included },
    output: included && output ? bakeOutput(bake, true) : undefined,
    outputDetails: output ? { included } : undefined,
    error: (included && bake.error) || undefined,
    cause: (included && bake.cause) || undefined,
    redriveCount: 0,
    ...redrive(bake.status),
  };
}

/** Only what ended without success can be driven again. */
function redrive(status: BakeWorld['status']): Pick<DescribeExecutionOutput, 'redriveStatus' | 'redriveStatusReason'> {
  if (status !== 'RUNNING' && status !== 'SUCCEEDED') return { redriveStatus: 'REDRIVABLE' };
  return { redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason: `Execution is ${status} and cannot be redriven` };
}
