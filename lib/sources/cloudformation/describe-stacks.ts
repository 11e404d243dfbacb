import { DescribeStacksCommand, type DescribeStacksCommandOutput, type Stack as StackAnswer } from '@aws-sdk/client-cloudformation';
import type { Aws, Reader } from '#lib/aws/aws.ts';
import { incompleteAnswer } from '#lib/aws/incomplete-answer.ts';

const PAGES_AT_MOST = 100;

/** What a CloudFormation stack tells of the version that it runs. */
export interface Stack {
  name: string;
  status: string;
  /** Epoch ms of the last update, or of the creation. */
  changedAt: number | null;
  parameters: Readonly<Record<string, string>>;
  tags: Readonly<Record<string, string>>;
}

/** All stacks of an account and Region that are not deleted. Without a name one call tells of many stacks. @throws AwsFailure */
export async function describeStacks(aws: Aws, reader: Reader): Promise<Stack[]> {
  const call = { service: 'CloudFormation', operation: 'DescribeStacks', limits: { concurrency: 1, perSecond: 2 } } as const;
  const stacks: Stack[] = [];
  let token: string | undefined;
  for (let page = 0; page < PAGES_AT_MOST; page++) {
    const answer: DescribeStacksCommandOutput = await aws.call(reader, call, (client, options) =>
      client.send(new DescribeStacksCommand(token === undefined ? {} : { NextToken: token }), options),
    );
    stacks.push(...(answer.Stacks ?? []).flatMap((stack) => toStack(stack) ?? []));
    if (answer.NextToken === undefined) return stacks;
    if (answer.NextToken === token) break;
    token = answer.NextToken;
  }
  // A stack that is not among a part of them would look like one that is gone.
  throw incompleteAnswer(reader, 'CloudFormation', 'DescribeStacks', 'without coming to the end of the stacks');
}

function toStack(stack: StackAnswer): Stack | null {
  if (!stack.StackName) return null;
  return {
    name: stack.StackName,
    status: stack.StackStatus ?? '',
    changedAt: (stack.LastUpdatedTime ?? stack.CreationTime)?.getTime() ?? null,
    parameters: pairs((stack.Parameters ?? []).map((one) => [one.ParameterKey, one.ParameterValue])),
    tags: pairs((stack.Tags ?? []).map((one) => [one.Key, one.Value])),
  };
}

function pairs(entries: readonly (readonly [string | undefined, string | undefined])[]): Record<string, string> {
  return Object.fromEntries(entries.filter(([key, value]) => key !== undefined && value !== undefined)) as Record<string, string>;
}
