import type { PipelineFacts } from '#lib/domain/release/facts.ts';
import { bakeExecutionArn } from '#lib/sources/step-functions/bake-execution-arn.ts';

/** The Step Functions executions behind the bakes of a pipeline, by action execution id: as read, or as their names follow from the action. */
export function bakeArns({ structure, state, runs, bakes }: PipelineFacts): Map<string, string> {
  const arns = new Map<string, string>();
  for (const stage of structure?.stages ?? []) {
    const states = state?.stages.find(({ name }) => name === stage.name)?.actions ?? [];
    for (const action of stage.actions) {
      const seen = states.find(({ name }) => name === action.name);
      if (!seen?.actionExecutionId) continue;
      const id = seen.actionExecutionId;
      const run = [...runs.values()].flat().find(({ actionExecutionId }) => actionExecutionId === id);
      const told = { provider: action.provider, actionExecutionId: id, externalId: seen.externalId, outputs: run?.outputs ?? {} };
      const arn = bakes.get(id)?.executionArn ?? bakeExecutionArn(told, action.configuration);
      if (arn !== null) arns.set(id, arn);
    }
  }
  return arns;
}
