import type { DisableStageTransitionInput, EnableStageTransitionInput } from '@aws-sdk/client-codepipeline';
import { AwsError } from '../../wire/aws-error.ts';
import type { CallContext } from '../../wire/service.ts';
import { checkInput, DISABLED_REASON } from './check-input.ts';
import { carryOut, findPipeline } from './find-pipeline.ts';

/** Lets nothing more into a stage. */
export function disableStageTransition(request: DisableStageTransitionInput, context: CallContext): void {
  checkInput(request, { reason: DISABLED_REASON });
  const pipeline = findPipeline(context, request.pipelineName);
  onlyInbound(request.transitionType);
  const { stageName = '', reason = '' } = request;
  carryOut(() => context.world.pipelines.disableTransition(pipeline, stageName, reason, context.principal.arn));
}

/** Lets executions into a stage again. */
export function enableStageTransition(request: EnableStageTransitionInput, context: CallContext): void {
  checkInput(request);
  const pipeline = findPipeline(context, request.pipelineName);
  onlyInbound(request.transitionType);
  carryOut(() => context.world.pipelines.enableTransition(pipeline, request.stageName ?? '', context.principal.arn));
}

/** The model has Outbound, but no state tells of it: the simulator refuses what nobody could see. */
function onlyInbound(type: string | undefined): void {
  if (type === 'Outbound') throw new AwsError('ValidationError', 'Outbound transitions are not supported');
}
