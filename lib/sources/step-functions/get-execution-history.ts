import { GetExecutionHistoryCommand, type HistoryEvent } from '@aws-sdk/client-sfn';
import type { Aws, Reader } from '#lib/aws/aws.ts';
import type { Priority } from '#lib/aws/queue.ts';
import type { Bake } from '#lib/domain/release/facts.ts';
import { STEP_FUNCTIONS_LIMITS } from './limits.ts';

/** The newest events are enough for the present step: a bake that loops has thousands. */
const EVENTS_READ = 200;

/** The last steps that an execution entered, oldest first. @throws AwsFailure */
export async function getExecutionHistory(
  aws: Aws,
  reader: Reader,
  executionArn: string,
  priority: Priority = 'read',
): Promise<Bake['steps']> {
  const call = { service: 'StepFunctions', operation: 'GetExecutionHistory', limits: STEP_FUNCTIONS_LIMITS, priority } as const;
  const answer = await aws.call(reader, call, (client, options) =>
    client.send(
      new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, includeExecutionData: false, maxResults: EVENTS_READ }),
      options,
    ),
  );
  return toSteps((answer.events ?? []).toReversed());
}

/** @param events oldest first; an exit whose entry is not among them is left out. */
function toSteps(events: readonly HistoryEvent[]): Bake['steps'] {
  const steps: { name: string; enteredAt: number; leftAt: number | null }[] = [];
  for (const event of events) {
    const at = event.timestamp?.getTime();
    if (at === undefined) continue;
    const entered = event.stateEnteredEventDetails?.name;
    const left = event.stateExitedEventDetails?.name;
    if (entered) steps.push({ name: entered, enteredAt: at, leftAt: null });
    else if (left) {
      const open = steps.findLast((step) => step.name === left && step.leftAt === null);
      if (open) open.leftAt = at;
    } else if (event.type !== undefined && ENDS.test(event.type)) {
      for (const step of steps) step.leftAt ??= at;
    }
  }
  return steps;
}

/** A failed or stopped execution exits no state. */
const ENDS = /^Execution(Succeeded|Failed|Aborted|TimedOut)$/;
