import type { DescribeStacksInput, DescribeStacksOutput, Stack } from '@aws-sdk/client-cloudformation';
import { authorize } from '../../iam/authorize.ts';
import type { CallContext } from '../../wire/service.ts';
import { page } from '../page.ts';
import { checkNextToken, checkStackName, invalidToken, validationError } from './cloudformation-errors.ts';
import { findStack, findStacks, type StackWorld } from './find-stacks.ts';
import { stackArn } from './stack-arn.ts';

const PAGE = 100;

/** One stack by its name or id, or all of the caller's account and Region, which needs the permission to list them too. */
export function describeStacks(request: DescribeStacksInput, context: CallContext): DescribeStacksOutput {
  checkNextToken(request.NextToken);
  const { StackName: name } = request;
  if (name !== undefined) {
    checkStackName(name);
    authorize(context.principal, 'cloudformation:DescribeStacks', stackArn(name, context));
    const stack = findStack(name, context);
    if (!stack) throw validationError(`Stack with id ${name} does not exist`);
    return { Stacks: [toWire(stack)] };
  }
  for (const action of ['DescribeStacks', 'ListStacks']) {
    authorize(context.principal, `cloudformation:${action}`, stackArn('*', context));
  }
  const { items, next } = page(findStacks(context), request.NextToken, PAGE, invalidToken);
  return { Stacks: items.map(toWire), NextToken: next };
}

function toWire(stack: StackWorld): Stack {
  return {
    StackId: stack.id,
    StackName: stack.name,
    Description: `The ${stack.name} of cell ${stack.cell}`,
    Parameters: [
      { ParameterKey: 'Cell', ParameterValue: stack.cell },
      { ParameterKey: 'Revision', ParameterValue: stack.revision },
    ],
    CreationTime: new Date(stack.createdAt),
    LastUpdatedTime: stack.updatedAt === null ? undefined : new Date(stack.updatedAt),
    RollbackConfiguration: {},
    StackStatus: stack.status,
    StackStatusReason: stack.status.includes('ROLLBACK') ? 'The following resource(s) failed to update: [Service]. ' : undefined,
    DisableRollback: false,
    NotificationARNs: [],
    Capabilities: ['CAPABILITY_NAMED_IAM'],
    Outputs: [],
    Tags: [
      { Key: 'cell', Value: stack.cell },
      { Key: 'component', Value: stack.component },
    ],
    EnableTerminationProtection: true,
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
  };
}
