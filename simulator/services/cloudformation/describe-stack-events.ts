import type { DescribeStackEventsInput, DescribeStackEventsOutput } from '@aws-sdk/client-cloudformation';
import type { CallContext } from '../../wire/service.ts';
import { readToken, writeToken } from '../page.ts';
import { checkNextToken, checkStackName, invalidToken, validationError } from './cloudformation-errors.ts';
import { findStack } from './find-stacks.ts';
import { stackEvents } from './stack-events.ts';

const PAGE = 100;

/** What happened to a stack, newest first. A token counts from the oldest event, so that pages hold while events are added. */
export function describeStackEvents(request: DescribeStackEventsInput, context: CallContext): DescribeStackEventsOutput {
  checkNextToken(request.NextToken);
  const name = request.StackName ?? '';
  checkStackName(name);
  const stack = findStack(name, context);
  if (!stack) throw validationError(`Stack [${name}] does not exist`);
  const oldestFirst = stackEvents(stack, context.now);
  const end = request.NextToken === undefined ? oldestFirst.length : readToken(request.NextToken, invalidToken);
  if (end > oldestFirst.length) throw invalidToken();
  const start = Math.max(0, end - PAGE);
  return { StackEvents: oldestFirst.slice(start, end).reverse(), NextToken: start > 0 ? writeToken(start) : undefined };
}
