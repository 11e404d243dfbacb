import type { ActionRun } from '#lib/domain/release/facts.ts';

const EXECUTION = /^arn:[^:]*:states:[^:]*:\d{12}:(execution|express):/;
const STATE_MACHINE = /^(arn:[^:]*:states:[^:]*:\d{12}):stateMachine:([^:]+)/;

/**
 * The Step Functions execution that an action started. The output variables name it once the action has ended; while it runs,
 * its name follows from the action: the action execution's id, after the configured prefix and a hyphen.
 * Source: CodePipeline's reference of the StepFunctions action. Null for other actions, or where nothing tells.
 */
export function bakeExecutionArn(
  run: Pick<ActionRun, 'provider' | 'actionExecutionId' | 'externalId' | 'outputs'>,
  configuration: Readonly<Record<string, string>>,
): string | null {
  if (run.provider !== 'StepFunctions') return null;
  for (const told of [run.outputs.ExecutionArn, run.externalId]) if (told && EXECUTION.test(told)) return told;
  const [, place, name] = STATE_MACHINE.exec(configuration.StateMachineArn ?? '') ?? [];
  if (!place || !name) return null;
  const prefix = configuration.ExecutionNamePrefix;
  return `${place}:execution:${name}:${prefix ? `${prefix}-` : ''}${run.actionExecutionId}`;
}
