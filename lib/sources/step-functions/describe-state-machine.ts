import { DescribeStateMachineCommand } from '@aws-sdk/client-sfn';
import type { Aws, Reader } from '#lib/aws/aws.ts';
import { incompleteAnswer } from '#lib/aws/incomplete-answer.ts';
import type { Priority } from '#lib/aws/queue.ts';
import { STEP_FUNCTIONS_LIMITS } from './limits.ts';

/** The definition of a state machine: JSON in Amazon States Language, parsed. @throws AwsFailure */
export async function describeStateMachine(
  aws: Aws,
  reader: Reader,
  stateMachineArn: string,
  priority: Priority = 'read',
): Promise<unknown> {
  const call = { service: 'StepFunctions', operation: 'DescribeStateMachine', limits: STEP_FUNCTIONS_LIMITS, priority } as const;
  const answer = await aws.call(reader, call, (client, options) =>
    client.send(new DescribeStateMachineCommand({ stateMachineArn }), options),
  );
  try {
    return JSON.parse(answer.definition ?? '');
  } catch {
    throw incompleteAnswer(reader, 'StepFunctions', 'DescribeStateMachine', 'without a definition that can be read');
  }
}
