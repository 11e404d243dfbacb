import { DescribeExecutionCommand, type DescribeExecutionCommandOutput } from '@aws-sdk/client-sfn';
import type { Aws, Reader } from '#lib/aws/aws.ts';
import { incompleteAnswer } from '#lib/aws/incomplete-answer.ts';
import type { Priority } from '#lib/aws/queue.ts';
import type { Bake, BakeStatus } from '#lib/domain/release/facts.ts';
import { STEP_FUNCTIONS_LIMITS } from './limits.ts';
import { watchedAlarms } from './watched-alarms.ts';

const STATUSES: readonly BakeStatus[] = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE'];

/** An execution of a state machine, as a bake without its steps and waits; with the input that it was started with. */
export interface DescribedExecution {
  bake: Omit<Bake, 'steps' | 'waitSeconds'>;
  /** Parsed JSON; null when it is none or AWS does not show it. */
  input: unknown;
}

/** @throws AwsFailure; `not-found` also while a new execution is not visible yet, for AWS answers with a delay. */
export async function describeExecution(
  aws: Aws,
  reader: Reader,
  executionArn: string,
  priority: Priority = 'read',
): Promise<DescribedExecution> {
  const call = { service: 'StepFunctions', operation: 'DescribeExecution', limits: STEP_FUNCTIONS_LIMITS, priority } as const;
  const answer = await aws.call(reader, call, (client, options) => client.send(new DescribeExecutionCommand({ executionArn }), options));
  const status = STATUSES.find((known) => known === answer.status);
  if (!status) throw incompleteAnswer(reader, 'StepFunctions', 'DescribeExecution', 'without a status that is known');
  return toExecution(answer, executionArn, status);
}

function toExecution(answer: Partial<DescribeExecutionCommandOutput>, executionArn: string, status: BakeStatus): DescribedExecution {
  const input = parsed(answer.input);
  return {
    bake: {
      executionArn,
      stateMachineArn: answer.stateMachineArn ?? null,
      status,
      startedAt: answer.startDate?.getTime() ?? null,
      stoppedAt: answer.stopDate?.getTime() ?? null,
      error: answer.error ?? null,
      cause: answer.cause ?? null,
      alarms: watchedAlarms(input),
    },
    input,
  };
}

function parsed(json: string | undefined): unknown {
  try {
    return JSON.parse(json ?? 'null');
  } catch {
    return null;
  }
}
