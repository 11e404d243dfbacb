import type { DescribeStateMachineInput, DescribeStateMachineOutput } from '@aws-sdk/client-sfn';
import type { CallContext } from '../../wire/service.ts';
import { bakeDefinition } from './bake-definition.ts';
import { findMachine } from './find-bake.ts';
import { checkIncludedData } from './step-functions-errors.ts';

/** How a wave's bakes go. */
export function describeStateMachine(request: DescribeStateMachineInput, context: CallContext): DescribeStateMachineOutput {
  checkIncludedData(request.includedData);
  const machine = findMachine(request.stateMachineArn, 'DescribeStateMachine', context);
  return {
    stateMachineArn: machine.arn,
    name: machine.name,
    status: 'ACTIVE',
    definition: request.includedData === 'METADATA_ONLY' ? '{}' : JSON.stringify(bakeDefinition(machine)),
    roleArn: `arn:aws:iam::${context.accountId}:role/${machine.name}`,
    type: 'STANDARD',
    creationDate: new Date(machine.createdAt),
    loggingConfiguration: { level: 'OFF', includeExecutionData: false },
    tracingConfiguration: { enabled: false },
    encryptionConfiguration: { type: 'AWS_OWNED_KEY' },
  };
}
