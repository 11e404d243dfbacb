import type { StopExecutionInput, StopExecutionOutput } from '@aws-sdk/client-sfn';
import type { CallContext } from '../../wire/service.ts';
import { findBake } from './find-bake.ts';
import { checkLength } from './step-functions-errors.ts';

/** Ends a bake from outside. One that has ended already stays as it ended, and its end is answered. */
export function stopExecution(request: StopExecutionInput, context: CallContext): StopExecutionOutput {
  checkLength(request.error, 'error', 0, 256);
  checkLength(request.cause, 'cause', 0, 32_768);
  const bake = findBake(request.executionArn, 'StopExecution', context);
  context.world.releases.stopBake(bake.executionArn, request.error ?? null, request.cause ?? null);
  const { stoppedAt } = findBake(request.executionArn, 'StopExecution', context);
  return { stopDate: new Date(stoppedAt ?? context.now) };
}
