import { authorize } from '../../iam/authorize.ts';
import { AwsError } from '../../wire/aws-error.ts';
import type { CallContext } from '../../wire/service.ts';
import type { Queue } from '../../world/events/queue.ts';
import { invalidParameter } from './sqs-errors.ts';

/** The ARN of the queue that an address names. @throws AwsError InvalidAddress */
export function queueArn({ QueueUrl: url = '' }: { QueueUrl?: string | undefined }, { region }: CallContext): string {
  const [, accountId, name] = /^(?:https?:\/\/[^/]+)?\/(\d{12})\/([\w-]{1,80}(?:\.fifo)?)$/.exec(url) ?? [];
  if (accountId === undefined) throw new AwsError('InvalidAddress', `The address ${url.slice(0, 200)} is not valid for this endpoint.`);
  return `arn:aws:sqs:${region}:${accountId}:${name}`;
}

/** The queue that an address names. Queues are not shared with other accounts. @throws AwsError */
export function findQueue(request: { QueueUrl: string | undefined }, context: CallContext): Queue {
  const arn = queueArn(request, context);
  const queue = context.world.events.queues.get(arn);
  if (!queue) throw new AwsError('AWS.SimpleQueueService.NonExistentQueue', 'The specified queue does not exist.');
  if (queue.settings.accountId !== context.accountId) {
    throw new AwsError('AccessDenied', `Access to the resource ${request.QueueUrl} is denied.`, 403);
  }
  return queue;
}

/** Asks for the permission of the single operation, as batches do. */
export function permitOn(operation: string, request: { QueueUrl: string | undefined }, context: CallContext): void {
  authorize(context.principal, `sqs:${operation}`, queueArn(request, context));
}

export function addressOf(queue: Queue, { host }: CallContext): string {
  return `http://${host}/${queue.settings.accountId}/${queue.settings.name}`;
}

/** @throws AwsError for a name that no queue may have */
export function checkName(name: string): void {
  if (!/^[\w-]{1,80}$/.test(name)) {
    throw invalidParameter(
      name.slice(0, 80),
      'QueueName',
      'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length.',
    );
  }
}
