import type { CallContext } from '../../wire/service.ts';

type Named = { name?: string | undefined; pipelineName?: string | undefined };
type Staged = Named & { stageName?: string | undefined };

/** What permission is asked on, as the Service Authorization Reference has it: a pipeline, a stage of it, an action of that. */
export function onPipeline({ name, pipelineName }: Named, { region, accountId }: CallContext): string {
  return `arn:aws:codepipeline:${region}:${accountId}:${pipelineName ?? name ?? '*'}`;
}

export function onStage(request: Staged, context: CallContext): string {
  return `${onPipeline(request, context)}/${request.stageName ?? '*'}`;
}

export function onAction(request: Staged & { actionName?: string | undefined }, context: CallContext): string {
  return `${onStage(request, context)}/${request.actionName ?? '*'}`;
}
