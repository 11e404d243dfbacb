import { AwsError } from '../../wire/aws-error.ts';
import type { CallContext } from '../../wire/service.ts';
import type { BakeMachineWorld, BakeWorld } from '../../world/release-types.ts';
import { checkArn } from './check-arn.ts';
import { notShared } from './step-functions-errors.ts';

/** The execution of an ARN, for an operation of that name. @throws AwsError InvalidArn, AccessDenied, ExecutionDoesNotExist */
export function findBake(executionArn: string | undefined, operation: string, context: CallContext): BakeWorld {
  const arn = checkArn(executionArn ?? '', 'executionArn', 'execution');
  if (arn.accountId !== context.accountId) throw notShared(context.principal, `states:${operation}`, arn.text);
  const bake = arn.region === context.region ? context.world.releases.bake(arn.text) : null;
  if (!bake) throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn.text}'`);
  return bake;
}

/** @throws AwsError InvalidArn, AccessDenied, StateMachineDoesNotExist */
export function findMachine(stateMachineArn: string | undefined, operation: string, context: CallContext): BakeMachineWorld {
  const arn = checkArn(stateMachineArn ?? '', 'stateMachineArn', 'stateMachine');
  if (arn.accountId !== context.accountId) throw notShared(context.principal, `states:${operation}`, arn.text);
  const machine = arn.region === context.region ? context.world.releases.bakeMachines().find((one) => one.arn === arn.text) : undefined;
  if (!machine) throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn.text}'`);
  return machine;
}
